"""Reasons in plain words, in English and in Spanish. The command and the page say the same sentences, from here.

A sentence is a key and its values; both languages have the same keys and the same values (a test holds them together).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from staffroom.credit.counting import vocabulary

LANGUAGES = ("en", "es")
_MONTHS = {"en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
           "es": ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]}


@dataclass(frozen=True)
class Said:
    """A sentence that is not written out yet."""

    key: str
    values: Mapping[str, Any]

    def __init__(self, key: str, **values: Any):
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "values", MappingProxyType(values))

    def text(self, language: str = "en") -> str:
        """The sentence; a language that is not here gets English."""
        language = language[:2] if language[:2] in LANGUAGES else "en"
        if self.key == "told":
            return self.values["says"][language]
        template = SENTENCES[self.key][language]
        if isinstance(template, tuple):
            template = template[0 if self.values["n"] == 1 else 1]
        return template.format(**{name: _value(name, value, language) for name, value in self.values.items()})


def span(minutes: int) -> str:
    """Whole minutes as people say them, the same in both languages: 45 min, 2 h, 2 h 15 min."""
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "")))


def day(value: date, language: str) -> str:
    month = _MONTHS[language][value.month - 1]
    return f"{value.day} de {month} de {value.year}" if language == "es" else f"{value.day} {month} {value.year}"


_SPANS = {"minutes", "least", "before", "after", "step", "most", "counted", "needed", "missing"}
_WORDS = {"kind": vocabulary.KINDS, "topic": vocabulary.TOPICS}


def _value(name: str, value: Any, language: str) -> Any:
    if isinstance(value, Said):
        return value.text(language)
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, Mapping):
        return value.get(language, value.get("en"))
    if isinstance(value, list):
        return ", ".join(PIECES.get(each, {}).get(language, each) for each in value)
    if name in _WORDS:
        return _WORDS[name][value][language]
    if name == "tenths":
        return f"{value // 10}{',' if language == 'es' else '.'}{value % 10}"
    return span(value) if name in _SPANS and value is not None else value


PIECES = {"plan": {"en": "the plan", "es": "el plan"}, "evidence": {"en": "the evidence", "es": "las evidencias"},
          "completion": {"en": "that it was completed", "es": "que se completó"}}

SENTENCES: Mapping[str, Mapping[str, str | tuple[str, str]]] = {
    # of an entry
    "counts": {"en": "Counts {minutes}.", "es": "Cuenta {minutes}."},
    "counts_units": {"en": "Counts {minutes}: {tenths} {unit}.", "es": "Cuenta {minutes}: {tenths} {unit}."},
    "passed": {"en": "{minutes} were noted, but only {after} passed between its beginning and its end.",
               "es": "Se anotaron {minutes}, pero entre el comienzo y el final solo pasaron {after}."},
    "no_day": {"en": "Does not count yet: no day is given, so nobody can say whether it lies in the time of the licence.",
               "es": "Todavía no cuenta: no se da ningún día, así que nadie puede decir si cae dentro del periodo de la licencia."},
    "outside": {"en": "Does not count: {day} is outside the time of the licence, {first} to {last}.",
                "es": "No cuenta: el {day} queda fuera del periodo de la licencia, del {first} al {last}."},
    "across": {"en": "Not known: it runs from {begins} to {ends}, partly outside the time of the licence, {first} to {last}: ask your office.",
               "es": "No se sabe: va del {begins} al {ends}, en parte fuera del periodo de la licencia, del {first} al {last}. Pregunta a "
                     "tu oficina."},
    "carried": {"en": "Hours from these weeks may be carried over if you had more than you needed: ask your office.",
                "es": "Las horas de estas semanas pueden pasar al periodo siguiente si tenías más de las necesarias. Pregunta a tu oficina."},
    "excluded": {"en": "Does not count: {kind} is not counted.", "es": "No cuenta: «{kind}» no se cuenta."},
    "kind_unknown": {"en": "Not known: nothing that was read says whether {kind} counts, so ask your office.",
                     "es": "No se sabe: nada de lo leído dice si «{kind}» cuenta. Pregunta a tu oficina."},
    "needs_preapproval": {"en": "Does not count yet: {kind} counts only if it was approved before it began, and no day of approval is given.",
                          "es": "Todavía no cuenta: «{kind}» solo cuenta si se aprobó antes de empezar, y no se da ningún día de aprobación."},
    "kind_late": {"en": "Does not count: {kind} counts only if it was approved before it began; the approval is of {day}.",
                  "es": "No cuenta: «{kind}» solo cuenta si se aprobó antes de empezar; la aprobación es del {day}."},
    "provider_unknown": {"en": "Does not count yet: it is not known whether whoever gave it is approved. If so, up to {minutes} can count.",
                         "es": "Todavía no cuenta: no se sabe si quien lo dio está aprobado. Si lo está, pueden contar hasta {minutes}."},
    "provider_not": {"en": "Does not count: whoever gave it is not an approved provider.",
                     "es": "No cuenta: quien lo dio no es un proveedor aprobado."},
    "late": {"en": "Does not count: it was approved on {day}, after it began on {began}. Nothing is approved afterwards.",
             "es": "No cuenta: se aprobó el {day}, después de empezar el {began}. Nada se aprueba después."},
    "approval_day_unknown": {"en": "It has to be approved before it begins; the day of approval is not given. Your form from the provider shows it.",
                             "es": "Tiene que aprobarse antes de empezar; no se da el día de la aprobación. El formulario del proveedor lo muestra."},
    "approval_same_day": {"en": "It was approved on the day on which it began; whether before, nobody can say from this.",
                          "es": "Se aprobó el mismo día en que empezó; con esto nadie puede decir si antes."},
    "plan_lacks": {"en": "Does not count yet: a growth plan needs {missing}.",
                   "es": "Todavía no cuenta: a un plan de crecimiento le falta {missing}."},
    "plan_counts": {"en": "One completed growth plan stands for {minutes}, whatever time it took.",
                    "es": "Un plan de crecimiento completado vale {minutes}, sin importar el tiempo que llevó."},
    "meals": {"en": "{minutes} of it were meals and do not count.", "es": "{minutes} fueron comidas y no cuentan."},
    "nothing_left": {"en": "Does not count: nothing is left of it.", "es": "No cuenta: no queda nada."},
    "too_short": {"en": "Does not count: {minutes} is less than {least}, the least an activity takes.",
                  "es": "No cuenta: {minutes} es menos de {least}, lo mínimo que dura una actividad."},
    "rounded": {"en": "{before} is written as {after}, in steps of {step}.", "es": "{before} se escribe como {after}, en pasos de {step}."},
    "twice": {"en": "{minutes} of it were counted already: something else of yours was at the same time.",
              "es": "{minutes} ya se contaron: otra cosa tuya fue a la misma hora."},
    "leading": {"en": "Time of leading counts {times} for {over}.", "es": "El tiempo de dirigir cuenta {times} por {over}."},
    "capped": {"en": "“{title}” counts up to {most} in all; that is reached.", "es": "«{title}» cuenta hasta {most} en total; ya se alcanzó."},
    "share_provider": {"en": "It is not counted for {topic}: that has to be given by an expert approved by the state for it.",
                       "es": "No se cuenta para {topic}: eso lo tiene que dar un experto aprobado por el estado para ello."},
    "no_proof": {"en": "No proof is with it; without the form of the provider an audit does not affirm it.",
                 "es": "No tiene ningún comprobante; sin el formulario del proveedor una auditoría no lo confirma."},
    "silent": {"en": "Not known: ask your office. This pack of rules speaks from {first} to {last}, and {day} is not in that time.",
               "es": "No se sabe: pregunta a tu oficina. Estas reglas valen del {first} al {last}, y el {day} no está en ese tiempo."},
    # of a rule
    "not_read": {"en": "{said} No source for this rule was read: ask your office.",
                 "es": "{said} No se leyó ninguna fuente de esta regla: pregunta a tu oficina."},
    "read_elsewhere": {"en": "{said} This was read in “{where}”, not in the law or at the body that decides: ask your office.",
                       "es": "{said} Esto se leyó en «{where}», no en la ley ni en el organismo que decide: pregunta a tu oficina."},
    "period_pass": {"en": "Everything lies in the time of the licence.", "es": "Todo cae dentro del periodo de la licencia."},
    "period_fail": {"en": ("One entry lies outside the time of the licence.", "{n} entries lie outside the time of the licence."),
                    "es": ("Una anotación queda fuera del periodo de la licencia.", "{n} anotaciones quedan fuera del periodo de la licencia.")},
    "period_unknown": {"en": ("Of one entry it is not known whether it lies in the time of the licence.",
                              "Of {n} entries it is not known whether they lie in the time of the licence."),
                       "es": ("De una anotación no se sabe si cae dentro del periodo de la licencia.",
                              "De {n} anotaciones no se sabe si caen dentro del periodo de la licencia.")},
    "carried_none": {"en": "Nothing here is from the weeks that can be carried over.",
                     "es": "Nada es de las semanas que pueden pasar al periodo siguiente."},
    "carried_some": {"en": ("One entry is from the weeks that can be carried over, if you had more than you needed: ask your office.",
                            "{n} entries are from the weeks that can be carried over, if you had more than you needed: ask your office."),
                     "es": ("Una anotación es de las semanas que pueden pasar al periodo siguiente, si tenías más de lo necesario: pregunta a "
                     "tu oficina.",
                            "{n} anotaciones son de las semanas que pueden pasar al periodo siguiente, si tenías más de lo necesario: pregunta "
                            "a tu oficina.")},
    "excluded_none": {"en": "Nothing here is of a kind that is left out.", "es": "Nada es de un tipo excluido."},
    "excluded_some": {"en": ("One entry is of a kind that is left out.", "{n} entries are of a kind that is left out."),
                      "es": ("Una anotación es de un tipo excluido.", "{n} anotaciones son de un tipo excluido.")},
    "kinds_pass": {"en": "Everything that is left is of a kind that counts.", "es": "Todo lo que queda es de un tipo que cuenta."},
    "kinds_fail": {"en": ("One entry would have had to be approved before it began.", "{n} entries would have had to be approved before they began."),
                   "es": ("Una anotación habría tenido que aprobarse antes de empezar.",
                          "{n} anotaciones habrían tenido que aprobarse antes de empezar.")},
    "kinds_unknown": {"en": ("Of one entry it is not known whether its kind counts.", "Of {n} entries it is not known whether their kind counts."),
                      "es": ("De una anotación no se sabe si su tipo cuenta.", "De {n} anotaciones no se sabe si su tipo cuenta.")},
    "provider_pass": {"en": "Whoever gave it is approved, wherever that is needed.", "es": "Quien lo dio está aprobado, donde hace falta."},
    "provider_fail": {"en": ("One entry is from a provider that is not approved.", "{n} entries are from providers that are not approved."),
                      "es": ("Una anotación es de un proveedor que no está aprobado.", "{n} anotaciones son de proveedores que no están aprobados.")},
    "provider_open": {"en": ("Of one entry it is not known whether the provider is approved.",
                             "Of {n} entries it is not known whether the provider is approved."),
                      "es": ("De una anotación no se sabe si el proveedor está aprobado.",
                             "De {n} anotaciones no se sabe si el proveedor está aprobado.")},
    "approval_pass": {"en": "Everything was approved before it began.", "es": "Todo se aprobó antes de empezar."},
    "approval_fail": {"en": ("One entry was approved after it began.", "{n} entries were approved after they began."),
                      "es": ("Una anotación se aprobó después de empezar.", "{n} anotaciones se aprobaron después de empezar.")},
    "approval_open": {"en": ("Of one entry it is not known whether it was approved before it began.",
                             "Of {n} entries it is not known whether they were approved before they began."),
                      "es": ("De una anotación no se sabe si se aprobó antes de empezar.",
                             "De {n} anotaciones no se sabe si se aprobaron antes de empezar.")},
    "plan_pass": {"en": "Every growth plan here is complete.", "es": "Todos los planes de crecimiento están completos."},
    "plan_fail": {"en": ("One growth plan is not complete.", "{n} growth plans are not complete."),
                  "es": ("Un plan de crecimiento no está completo.", "{n} planes de crecimiento no están completos.")},
    "meals_none": {"en": "No meals are in it.", "es": "No hay comidas."},
    "meals_taken": {"en": "{minutes} of meals were taken out.", "es": "Se quitaron {minutes} de comidas."},
    "minimum_pass": {"en": "Everything is at least {minutes} long.", "es": "Todo dura al menos {minutes}."},
    "minimum_fail": {"en": ("One entry is shorter than {minutes}.", "{n} entries are shorter than {minutes}."),
                     "es": ("Una anotación dura menos de {minutes}.", "{n} anotaciones duran menos de {minutes}.")},
    "rounding_floor": {"en": "Each entry is rounded down, in steps of {step}.", "es": "Cada anotación se redondea hacia abajo, en pasos de {step}."},
    "rounding_nearest": {"en": "Each entry is rounded to the nearest {step}, a half up.",
                         "es": "Cada anotación se redondea a los {step} más cercanos, la mitad hacia arriba."},
    "once_pass": {"en": "No minute is counted twice.", "es": "Ningún minuto se cuenta dos veces."},
    "once_fail": {"en": ("One entry was at the same time as another; no minute is counted twice.",
                         "{n} entries were at the same time as others; no minute is counted twice."),
                  "es": ("Una anotación fue a la misma hora que otra; ningún minuto se cuenta dos veces.",
                         "{n} anotaciones fueron a la misma hora que otras; ningún minuto se cuenta dos veces.")},
    "once_unknown": {"en": ("One entry has a day but no times, so nobody can see whether it was at the same time as another.",
                            "{n} entries have days but no times, so nobody can see whether they were at the same time as others."),
                     "es": ("Una anotación tiene día pero no horas, así que nadie puede ver si fue a la misma hora que otra.",
                            "{n} anotaciones tienen día pero no horas, así que nadie puede ver si fueron a la misma hora que otras.")},
    "leading_rule": {"en": "Time of leading counts {times} for {over}.", "es": "El tiempo de dirigir cuenta {times} por {over}."},
    "cap_unknown": {"en": "How much is required is not known, so a part of it is not either.",
                    "es": "No se sabe cuánto se exige, así que tampoco una parte de ello."},
    "cap_within": {"en": "{minutes} of up to {most}.", "es": "{minutes} de hasta {most}."},
    "cap_over": {"en": "{minutes}, but only {most} of it count.", "es": "{minutes}, pero solo cuentan {most}."},
    "required_unknown": {"en": "How much is required is not known here: your office says.",
                         "es": "Aquí no se sabe cuánto se exige: lo dice tu oficina."},
    "required_instead": {"en": "A certificate that you hold stands in for the hours.", "es": "Un certificado que tienes sustituye a las horas."},
    "required_cycle": {"en": "{minutes} are for a licence of {years} years; yours runs for another time. {counted} count: ask your office.",
                       "es": "{minutes} son para una licencia de {years} años; la tuya dura otro tiempo. Cuentan {counted}. Pregunta a tu oficina."},
    "required_pass": {"en": "{counted} count, {needed} are required.", "es": "Cuentan {counted}, se exigen {needed}."},
    "required_short": {"en": "{counted} count, {needed} are required: {missing} are missing.",
                       "es": "Cuentan {counted}, se exigen {needed}: faltan {missing}."},
    "share_no_certificate": {"en": "Whether you need hours on {topic} depends on the certificate: say which you renew.",
                             "es": "Si necesitas horas sobre {topic} depende del certificado: di cuál renuevas."},
    "share_not_yours": {"en": "This rule is not for the certificates that you renew.",
                        "es": "Esta regla no es para los certificados que renuevas."},
    "share_pass": {"en": "{minutes} on {topic}, {needed} are required.", "es": "{minutes} sobre {topic}, se exigen {needed}."},
    "share_short": {"en": "{minutes} on {topic}, {needed} are required: {missing} are missing.",
                    "es": "{minutes} sobre {topic}, se exigen {needed}: faltan {missing}."},
    "share_open": {"en": "{minutes} on {topic}, {needed} are required. Of some it is not known who gave it: {missing} are missing without.",
                   "es": "{minutes} sobre {topic}, se exigen {needed}. De algunas no se sabe quién las dio: sin ellas faltan {missing}."},
    "proof_pass": {"en": "Everything that counts has some proof with it.", "es": "Todo lo que cuenta tiene algún comprobante."},
    "proof_fail": {"en": ("One entry that counts has no proof with it.", "{n} entries that count have no proof with them."),
                   "es": ("Una anotación que cuenta no tiene ningún comprobante.", "{n} anotaciones que cuentan no tienen ningún comprobante.")},
}
