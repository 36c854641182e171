"""The words that a pack and a record may use, each with what it is called in English and in Spanish."""

from collections.abc import Mapping

Words = Mapping[str, Mapping[str, str]]


def _words(*rows: tuple[str, str, str]) -> Words:
    return {word: {"en": english, "es": spanish} for word, english, spanish in rows}


KINDS = _words(
    ("workshop", "workshop or seminar", "taller o seminario"), ("course", "course", "curso"), ("webinar", "webinar", "seminario en línea"),
    ("recording", "recording watched or heard", "grabación vista o escuchada"), ("conference", "conference", "congreso"),
    ("in_service", "in-service day", "jornada de formación en la escuela"), ("edcamp", "edcamp", "edcamp"), ("chat", "chat", "chat"),
    ("learning_community", "learning community", "comunidad de aprendizaje"), ("college_credit", "college credit", "créditos universitarios"),
    ("independent_study", "independent study", "estudio independiente"), ("reading", "reading", "lectura"),
    ("curriculum", "developing curriculum", "elaboración de currículo"), ("publication", "published work", "obra publicada"),
    ("mentoring", "mentoring", "mentoría"), ("coaching", "coaching or conversation", "acompañamiento o conversación"),
    ("presenting", "presenting or teaching it", "presentarlo o impartirlo"), ("observation", "visit to a colleague", "visita a un colega"),
    ("practice", "trying it in class", "prueba en clase"), ("growth_plan", "professional growth plan", "plan de crecimiento profesional"),
    ("mandated_training", "mandated training", "formación obligatoria"), ("staff_meeting", "staff meeting", "reunión de personal"),
    ("association_business", "association business", "asuntos de asociación"), ("social", "social time", "tiempo social"),
    ("other", "something else", "otra cosa"),
)
ROLES = _words(
    ("participant", "took part", "participó"), ("presenter", "presented or led", "presentó o dirigió"),
    ("mentor", "mentored", "fue mentora o mentor"),
    ("organizer", "organised", "organizó"), ("author", "wrote", "escribió"),
)
PROVIDERS = _words(
    ("state_agency", "state education agency", "agencia estatal de educación"), ("school_district", "school district", "distrito escolar"),
    ("educational_service_district", "educational service district", "distrito de servicios educativos"),
    ("preparation_program", "approved preparation program", "programa aprobado de preparación"),
    ("principals_association", "association of principals", "asociación de directores"),
    ("education_association", "education association", "asociación de educadores"), ("university", "college or university", "universidad"),
    ("private_school", "private school", "escuela privada"), ("professional_association", "professional association", "asociación profesional"),
    ("nonprofit", "non-profit organisation", "organización sin ánimo de lucro"), ("company", "company", "empresa"),
    ("state_approved_expert", "expert approved by the state for it", "experto aprobado por el estado para ello"),
    ("colleagues", "colleagues", "colegas"), ("self", "nobody: by myself", "nadie: por mi cuenta"), ("other", "somebody else", "otro"),
)
TOPICS = _words(
    ("equity_based_school_practices", "equity-based school practices", "prácticas escolares basadas en la equidad"),
    ("leadership_standards", "national professional standards for education leaders", "estándares profesionales nacionales para líderes educativos"),
    ("government_to_government", "government-to-government relationships with tribes", "relaciones de gobierno a gobierno con las tribus"),
    ("stem_integration", "STEM integration", "integración STEM"), ("language_acquisition", "language acquisition", "adquisición de lenguas"),
    ("certificate_related", "related to the certificate", "relacionado con el certificado"), ("other", "another topic", "otro tema"),
)
CERTIFICATES = _words(
    ("teacher", "teacher", "docente"), ("administrator", "administrator", "administración escolar"),
    ("stem", "STEM endorsement", "habilitación STEM"),
    ("national_board", "valid National Board certificate", "certificado vigente del National Board"),
    ("esol", "English to speakers of other languages", "inglés para hablantes de otras lenguas"),
    ("bilingual", "bilingual extension", "extensión bilingüe"), ("teaching_assistant", "teaching assistant", "asistente de enseñanza"),
    ("counselor", "counselor", "orientación"), ("librarian", "librarian", "biblioteca escolar"),
    ("diagnostician", "educational diagnostician", "diagnóstico educativo"), ("reading_specialist", "reading specialist", "especialista en lectura"),
    ("other", "another certificate", "otro certificado"),
)
ALL: Mapping[str, Words] = {"kind": KINDS, "role": ROLES, "provider_kind": PROVIDERS, "topics": TOPICS, "certificates": CERTIFICATES}
