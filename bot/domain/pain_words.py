"""The words around a typed rating: numbers, fillers that change nothing, and measures."""

import re

from bot.domain.typed_text import ENGLISH_NUMBERS, SPANISH_NUMBERS

_MISSPELT = {
    0: "cer sero",
    2: "tow",
    3: "thre trhee trez",
    4: "foru fuor cuatr quatro kuatro cautro cuator catro cuarto",
    5: "fiv fve sinco zinco cinko cinc sinko",
    6: "siks seiz ceis seys sies",
    7: "sevn sevin saven ciete siet seite siette",
    8: "eigth eght eigt eihgt aight hocho osho",
    9: "nien nne nuebe nuve nuev",
    10: "tenn dies diex dieez diz",
}
NUMBER_WORDS = {
    word: value
    for value in range(len(ENGLISH_NUMBERS))
    for word in (ENGLISH_NUMBERS[value], SPANISH_NUMBERS[value], *_MISSPELT.get(value, "").split())
} | {"hundred": 100, "cien": 100, "thousand": 1000, "mil": 1000}

# "more", "almost", "not", "yesterday" are missing on purpose: beside them a number is asked again.
_FILLERS = """
    a about actually am an and approx approximately around back bad be been currently day
    evening feel feeling feels felt for get give good guess has have having hello hey hi hmm i
    i'd i'm i've id im in is it it's its ive just know leg level like lower max maybe me morning
    mostly my night now number of ok okay on only overall out pain perhaps please point points
    probably rate rated rating right roughly said same say score scored so still thank thanks that
    that's thats the think this today uh um was well worst would yeah yep yes you
    ahora ahorita alrededor anda aproximadamente aprox asi buen buena buenas buenos como con creo
    cadera calculo da daria de del dia dias digamos digo diria dolia dolor duele el en entonces es
    escala espalda esta estoy estuvo fue gluteo gracias hola hoy igual la le lo mal manana maximo
    me mi nalga nivel noches numero peor pienso pierna pongo pondria pues puntaje punto puntos que
    quiza quizas sera seria si siento sigo sigue solo supongo tarde tardes tengo todavia un una
    unas unos va y
"""
FILLERS = frozenset(_FILLERS.split())

_UNITS = (
    r"am|pm|a\.m|p\.m|o'clock|hs?|hrs?|hours?|mins?|minutes?|secs?|seconds?|days?|nights?|weeks?|"
    r"wks?|months?|years?|yrs?|times|reps?|repetitions?|sets?|kms?|miles?|kgs?|kilos?|lbs?|mg|ml|"
    r"cm|steps?|stairs|floors?|pills?|tablets?|exercises|sessions?|blocks?|legs|feet|sides|th|st|nd|"
    r"rd|tomorrow|horas?|minutos?|segundos?|dias?|noches?|semanas?|mes|meses|anos?|veces|vez|pasos|"
    r"repeticiones|series|pastillas?|tabletas?|ejercicios|sesiones|cuadras?|met[er]{2}s|metros|"
    r"piernas|pies|lados|de la (?:manana|tarde|noche)"
)
MEASURED = re.compile(
    rf"\b\d+(?:[.,]\d+)? ?(?:{_UNITS})\b|\b\d{{1,2}}[:h]\d\d\b|"
    r"\b1 (?:leg|side|foot|knee|spot|place|pierna|lado|pie|rodilla)\b|"
    r"\b(?:day|dia|week|semana|exercise|ejercicio|step|paso|age|aged|edad) \d+\b"
)
CLOCK_TIME = re.compile(r"(?<!i'm )(?<!it's )(?<!is )\b(?:at|by|until|a las?|hasta las?) \d+\b")
ABOUT_PAIN = re.compile(r"\b(?:pains?|score|rating|rated?|level|dolor|nivel|puntaje)\b")
NO_PAIN = re.compile(
    r"(?:i have |tengo |tuve )?(?:absolutely )?(?:no|without|sin|ningun|nada de) (?:pain|dolor)"
    r"(?: (?:at all|today|now|alguno|hoy|ahora))*|none(?: at all)?|nothing|nada|pain[ -]?free|"
    r"ninguno|no hay dolor|no me duele(?: nada)?"
)
# In this order, before the numbers are looked for.
PHRASES = (
    (re.compile(r"\bat (?:its |the )?worst\b|\bmas o menos\b|\bpor favor\b|\btal vez\b"), " "),
    (
        re.compile(
            r"(?:(?:on|in|en) )?(?:(?:a|the|una|la) )?\b(?:scale|escala) "
            r"(?:of |from |de |del )?[01] ?(?:-|to|al?) ?10\b|\b(?:from|del?) [01] (?:to|al?) 10\b"
        ),
        " ",
    ),
    (re.compile(r"(?<=\d)[ -]?ish\b"), " "),
    (
        re.compile(
            r"(?<![\w/.,])(\d{1,2}) ?(?:/|\bout of\b|\bof\b|\bover\b|\bsobre\b|\bde\b|\bentre\b) ?"
            r"10(?![\d/]|[.,]\d)"
        ),
        r" \1 ",
    ),
    (re.compile(r"(?<![/.,])(\d+[.,]\d+) ?(?:/|\bout of\b|\bde\b|\bsobre\b) ?10\b"), r" \1 "),
    (re.compile(r"(?<=\d) ?(?:and a half|y medi[oa])\b"), ".5"),
)
