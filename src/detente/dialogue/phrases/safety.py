"""The safety phrases, by number (clauses 21.8 and 21.9).

101 to 199 speak between ships and aircraft, 201 to 299 between watches. The wording is
our own in every language, and none of it was compared with a published bilingual text
yet, so all are UNREVIEWED; `near` says which published signal means nearly the same and
is to be compared first. Who has both published texts at hand enters wording and
`source`. A phrase is never changed under its number: a better wording of another
meaning gets a new number.
"""

# ruff: noqa: RUF001 - Chinese and Russian have letters and points of their own

from typing import Final

from detente.dialogue.phrases.phrase import Phrase

_INCSEA: Final = "the table of special signals to the incidents at sea agreements"
_DMA: Final = "the agreement of 1989 on dangerous military activities"


def _phrase(number: int, near: str, en: str, zh: str, ru: str) -> Phrase:
    return Phrase(number, {"en": en, "zh": zh, "ru": ru}, near=near)


SAFETY: Final = (
    _phrase(
        101,
        f"{_INCSEA}, PP8",
        "Dangerous operations are in progress. Please keep clear.",
        "正在进行危险作业，请避开。",
        "Проводятся опасные работы. Просьба держаться в стороне.",
    ),
    _phrase(
        102,
        f"{_INCSEA}, MH1",
        "Please do not cross my course ahead of me.",
        "请勿从我前方穿越我的航向。",
        "Прошу не пересекать мой курс впереди меня.",
    ),
    _phrase(
        103,
        f"{_INCSEA}, PJ3",
        "Caution: my steering has failed.",
        "注意：我操舵失灵。",
        "Осторожно: у меня отказало рулевое управление.",
    ),
    _phrase(
        104,
        f"{_INCSEA}, RU7",
        "I am preparing to submerge.",
        "我正准备下潜。",
        "Готовлюсь к погружению.",
    ),
    _phrase(
        105,
        f"{_INCSEA}, RU6",
        "I am manoeuvring in an exercise. It is dangerous inside the formation.",
        "我正在进行机动演习，进入编队内有危险。",
        "Выполняю учебное маневрирование. Находиться внутри строя опасно.",
    ),
    _phrase(
        106,
        f"{_INCSEA}, UY3",
        "I am preparing for gunnery exercises. Please keep clear.",
        "我正准备进行火炮射击演习，请避开。",
        "Готовлюсь к учебным артиллерийским стрельбам. Просьба держаться в стороне.",
    ),
    _phrase(
        107,
        f"{_INCSEA}, UY2",
        "I am preparing for missile exercises. Please keep clear.",
        "我正准备进行导弹演习，请避开。",
        "Готовлюсь к учебным ракетным стрельбам. Просьба держаться в стороне.",
    ),
    _phrase(
        108,
        f"{_INCSEA}, UY1",
        "I am preparing to launch or recover aircraft.",
        "我正准备放飞或回收航空器。",
        "Готовлюсь к взлёту или приёму летательных аппаратов.",
    ),
    _phrase(
        109,
        f"{_INCSEA}, SL2",
        "Please tell me your course, speed and intention in passing.",
        "请告知你的航向、航速和通过意图。",
        "Прошу сообщить ваш курс, скорость и намерение при расхождении.",
    ),
    _phrase(
        110,
        "the code for unplanned encounters at sea, the phrases on manoeuvre",
        "Please stay away from me: I am restricted in my ability to manoeuvre.",
        "请与我保持距离：我操纵能力受到限制。",
        "Просьба не приближаться: я ограничен в возможности маневрировать.",
    ),
    _phrase(
        201,
        f"{_DMA}, the signals for entry by force majeure or mistake",
        "Your aircraft is in our airspace. What is its intention?",
        "贵方航空器在我方空域内，其意图为何？",
        "Ваше воздушное судно находится в нашем воздушном пространстве. "
        "Каковы его намерения?",
    ),
    _phrase(
        202,
        f"{_DMA}, the signals for entry by force majeure or mistake",
        "Our aircraft entered by mistake and is leaving.",
        "我方航空器误入，正在离开。",
        "Наше воздушное судно вошло по ошибке и уходит.",
    ),
    _phrase(
        203,
        f"{_DMA}, the signals for entry by force majeure or mistake",
        "Our aircraft is in distress. Please give it passage.",
        "我方航空器遇险，请准予通过。",
        "Наше воздушное судно терпит бедствие. Просьба обеспечить ему проход.",
    ),
    _phrase(
        204,
        f"{_DMA}, the article on lasers",
        "A laser of your side is dangerous to our people. Please switch it off.",
        "贵方激光器危及我方人员，请将其关闭。",
        "Лазер вашей стороны опасен для наших людей. Просьба выключить его.",
    ),
    _phrase(
        205,
        f"{_DMA}, the article on interference",
        "There is harmful interference with our command network. Please stop it.",
        "我方指挥网络受到有害干扰，请予停止。",
        "Нашей сети управления создаются вредные помехи. Просьба прекратить их.",
    ),
)
