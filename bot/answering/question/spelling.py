"""Words of the field that are often misspelt, put right before a message is read; names and numbers are left alone."""

from __future__ import annotations

import re

_WORDS = {
    "commercial": "comercial commerical commercal comerical commerial commercail comercail commerciall",
    "commercially": "comercially commerically commercialy comercialy commericaly commercialally commercaly",
    "million": "milion millon millin millionn miliion milllion",
    "millions": "milions millons",
    "billion": "bilion billon biliion",
    "open": "opne oepn",
    "source": "souce soruce sorce sourse scource",
    "license": "lisence liscense lisense liscence licens lincense licsense licese lisencse licenes",
    "licensed": "lisenced liscensed liscenced",
    "weights": "weigths wieghts wheights weihgts",
    "revenue": "revenu reveneu revenew revnue revanue",
    "monthly": "montly monthy mothly",
    "active": "acitve actve atcive",
    "users": "usres uesrs userss",
    "customers": "custmers cutomers customres",
    "company": "comapny compnay companny",
    "allowed": "alowed allwoed alllowed allowd",
    "permission": "permision persmission permisson",
    "permitted": "permited",
    "redistribute": "redistibute redistrubute redistribue redistrbute",
    "distribute": "distrubute distibute distribue",
    "research": "reserach reasearch resarch reseach",
    "academic": "acadmic acedemic",
    "internal": "interal internel",
    "internally": "internaly interally",
    "production": "produciton prodution",
    "product": "prodcut porduct",
    "deploy": "depoly delpoy",
    "training": "trainning traning",
    "fine-tune": "fintune fine-tunne finetunne",
    "fine-tuning": "fine-tunning finetunning fintuning",
    "cheaper": "cheeper chepaer",
    "outputs": "ouputs outptus",
}
_RIGHT = {wrong: right for right, wrongs in _WORDS.items() for wrong in wrongs.split()}
_WRONG = re.compile(rf"(?<![A-Za-z0-9_/.])(?:{'|'.join(map(re.escape, _RIGHT))})(?![A-Za-z0-9_/]|-\d|\.\w)", re.I)
_ZH = (
    (re.compile(r"开[元圆](?=[吗么]|的[吗么]|协议|许可|模型|大模型|软件)"), "开源"),
    (re.compile(r"商佣"), "商用"),
    (re.compile(r"许可[正征](?![在式常确好如收])"), "许可证"),
    (re.compile(r"授[全劝](?![部体文套面])"), "授权"),
    (re.compile(r"威调"), "微调"),
)


def spelled(text: str) -> str:
    """`text` with those words as they are spelt, a capital kept."""
    text = _WRONG.sub(lambda m: _cased(m[0], _RIGHT[m[0].lower()]), text)
    for wrong, right in _ZH:
        text = wrong.sub(right, text)
    return text


def _cased(wrong: str, right: str) -> str:
    return right.upper() if wrong.isupper() else right.capitalize() if wrong[0].isupper() else right
