"""QTI's three versions are one language in two spellings: the parts of a package, as each version writes them.

The parts are written here once in the words of version 2 (`choiceInteraction`, `maxChoices`); version 3 writes the same
as `qti-choice-interaction` and `max-choices`. Elements of HTML are the same in both.
"""

from __future__ import annotations

import re
from typing import NamedTuple

HTML = frozenset(("a", "audio", "blockquote", "br", "div", "img", "object", "p", "source"))
NAME = re.compile(r"(</?)([a-zA-Z]+)")
ATTRIBUTE = re.compile(r' ([a-z]+[A-Z][a-zA-Z]*)(?==")')
CAPITAL = re.compile("[A-Z]")


class Parts(NamedTuple):
    """The pieces of an item and of a test, with places in braces for what is filled in."""

    item: str
    response: str
    mapping: str
    entry: str
    value: str
    matched: str
    mapped: str
    choice: str
    option: str
    order: str
    match: str
    matching: str
    written: str
    cloze: str
    blank: str
    sound: str
    test: str
    section: str
    reference: str


WRITTEN = Parts(
    item='<?xml version="1.0" encoding="UTF-8"?>\n'
    '<assessmentItem xmlns="{space}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="{space} {schema}" identifier="{id}" title="{title}" xml:lang="{language}"'
    ' adaptive="false" timeDependent="false">{response}'
    '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float" normalMaximum="1" normalMinimum="0">'
    "<defaultValue><value>0</value></defaultValue></outcomeDeclaration>"
    '<outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>'
    "<itemBody>{body}</itemBody><responseProcessing>{scoring}"
    '<setOutcomeValue identifier="FEEDBACK"><baseValue baseType="identifier">SOURCE</baseValue></setOutcomeValue>'
    '</responseProcessing><modalFeedback outcomeIdentifier="FEEDBACK" identifier="SOURCE" showHide="show"'
    ' title="{heading}">{feedback}</modalFeedback></assessmentItem>\n',
    response='<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="{type}">'
    "<correctResponse>{values}</correctResponse>{mapping}</responseDeclaration>",
    mapping='<mapping defaultValue="0">{entries}</mapping>',
    entry='<mapEntry mapKey="{key}" mappedValue="1" caseSensitive="false"/>',
    value="<value>{value}</value>",
    matched='<responseCondition><responseIf><match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/>'
    '</match><setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>'
    '</responseIf><responseElse><setOutcomeValue identifier="SCORE"><baseValue baseType="float">0</baseValue>'
    "</setOutcomeValue></responseElse></responseCondition>",
    # Without an answer there is nothing to look up, and one player breaks on that.
    mapped='<responseCondition><responseIf><not><isNull><variable identifier="RESPONSE"/></isNull></not>'
    '<setOutcomeValue identifier="SCORE"><mapResponse identifier="RESPONSE"/></setOutcomeValue>'
    '</responseIf><responseElse><setOutcomeValue identifier="SCORE"><baseValue baseType="float">0</baseValue>'
    "</setOutcomeValue></responseElse></responseCondition>",
    choice='<choiceInteraction responseIdentifier="RESPONSE" shuffle="{shuffle}" maxChoices="{most}">'
    "<prompt@dir>{stem}</prompt>{options}</choiceInteraction>",
    option='<simpleChoice identifier="{id}"@dir>{text}</simpleChoice>',
    order='<orderInteraction responseIdentifier="RESPONSE" shuffle="false" orientation="vertical">'
    "<prompt@dir>{stem}</prompt>{options}</orderInteraction>",
    match='<matchInteraction responseIdentifier="RESPONSE" shuffle="false" maxAssociations="{most}">'
    "<prompt@dir>{stem}</prompt><simpleMatchSet>{options}</simpleMatchSet><simpleMatchSet>{targets}</simpleMatchSet>"
    "</matchInteraction>",
    matching='<simpleAssociableChoice identifier="{id}" matchMax="{most}"@dir>{text}</simpleAssociableChoice>',
    written="<div><p@dir>{stem}</p><p@dir>{blank}</p></div>",
    cloze="<div><p@dir>{before}{blank}{after}</p></div>",
    blank='<textEntryInteraction responseIdentifier="RESPONSE" expectedLength="{length}"/>',
    sound='<p><object data="{address}" type="{type}">{alt}</object></p>',
    test='<?xml version="1.0" encoding="UTF-8"?>\n'
    '<assessmentTest xmlns="{space}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="{space} {schema}" identifier="{id}" title="{title}" toolName="quizgen">'
    '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
    '<testPart identifier="part" navigationMode="nonlinear" submissionMode="individual">'
    '<itemSessionControl maxAttempts="{attempts}" showFeedback="true"/>{sections}</testPart>'
    '<outcomeProcessing><setOutcomeValue identifier="SCORE"><sum><testVariables variableIdentifier="SCORE"/></sum>'
    "</setOutcomeValue></outcomeProcessing></assessmentTest>\n",
    section='<assessmentSection identifier="{id}" title="{title}" visible="true">{items}</assessmentSection>',
    reference='<assessmentItemRef identifier="{id}" href="items/{id}.xml"/>',
)


class Dialect(NamedTuple):
    """A version of QTI: how it is spelled, its names, and what stands in its manifest.

    `direction` is the attribute that lets a browser find the direction of writing, empty where there is none. `body`
    holds the tags that feedback stands in. `brace` is how a brace before another is written: a player of version 3
    makes the file a template, in which `{{ 7*7 }}` would become 49, and to all others a comment is nothing.
    """

    format: str
    parts: Parts
    direction: str
    body: tuple[str, str]
    brace: str
    space: str
    schema: str
    manifest_space: str
    metadata_space: str
    package: tuple[str, str]
    kinds: tuple[str, str]


def _kebab(name: str) -> str:
    return CAPITAL.sub(lambda capital: f"-{capital[0].lower()}", name)


def _third(part: str) -> str:
    """Return a part in the spelling of version 3."""
    part = NAME.sub(lambda tag: tag[0] if tag[2] in HTML else f"{tag[1]}qti-{_kebab(tag[2])}", part)
    return ATTRIBUTE.sub(lambda attribute: f" {_kebab(attribute[1])}", part)


def _directed(parts: Parts, direction: str) -> Parts:
    return Parts(*(part.replace("@dir", direction) for part in parts))


def _second(minor: int, direction: str) -> Dialect:
    version = f"v2p{minor}"
    return Dialect(
        format=f"qti2{minor}",
        parts=_directed(WRITTEN, direction),
        direction=direction,
        body=("", ""),
        brace="{",
        space=f"http://www.imsglobal.org/xsd/imsqti_{version}",
        schema=f"http://www.imsglobal.org/xsd/qti/qti{version}/imsqti_{version}.xsd",
        manifest_space="http://www.imsglobal.org/xsd/imscp_v1p1",
        metadata_space=f"http://www.imsglobal.org/xsd/imsqti_metadata_{version}",
        package=(f"QTIv2.{minor} Package", "1.0.0"),
        kinds=(f"imsqti_item_xml{version}", f"imsqti_test_xml{version}"),
    )


SOUND_3 = '<div><audio controls="true" aria-label="{alt}"><source src="{address}" type="{type}"/></audio></div>'
AUTO = ' dir="auto"'
QTI_21 = _second(1, "")
QTI_22 = _second(2, AUTO)
QTI_3 = Dialect(
    format="qti3",
    parts=_directed(Parts(*map(_third, WRITTEN))._replace(sound=SOUND_3), AUTO),
    direction=AUTO,
    body=("<qti-content-body>", "</qti-content-body>"),
    brace="{<!-- -->",
    space="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    schema="https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    manifest_space="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    metadata_space="http://www.imsglobal.org/xsd/imsqti_metadata_v3p0",
    package=("QTI Package", "3.0.0"),
    kinds=("imsqti_item_xmlv3p0", "imsqti_test_xmlv3p0"),
)
