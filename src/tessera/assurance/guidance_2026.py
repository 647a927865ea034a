"""How to read each check of the first edition, and in which fields of a proposal its answer stands."""

from __future__ import annotations

# Short name of the check: fields of the proposal, guidance in English, in French.
GUIDANCE: dict[str, tuple[tuple[str, ...], str, str]] = {
    "assessed-outcomes": (
        ("outcomes", "demonstration"),
        "Each outcome is one verb that an assessor can see done. Hours spent are a description, never a proof.",
        "Chaque acquis tient en un verbe qu’une personne évaluatrice peut voir à l’œuvre. Les heures décrivent,"
        " elles ne prouvent rien.",
    ),
    "small-enough": (
        ("outcomes", "hours", "weeks"),
        "Could someone name the ability in one sentence? If it takes two, it may be two micro-credentials.",
        "La compétence se nomme-t-elle en une phrase? S’il en faut deux, ce sont peut-être deux"
        " microcertifications.",
    ),
    "no-duplicate": (
        ("title", "summary", "outcomes"),
        "Search the catalogue for the outcomes, not only for the title.",
        "Cherchez les acquis dans le catalogue, pas seulement le titre.",
    ),
    "value-in-plain-words": (
        ("learner_groups", "value_kind", "value_statement", "adds_to"),
        "Someone who has never heard of the college should see what it is worth to them.",
        "Quelqu’un qui ne connaît pas le collège devrait voir ce que cela lui apporte.",
    ),
    "funding-bounds": (
        ("hours", "weeks", "fee"),
        "Only where the proposal says that learners may claim public funding.",
        "Seulement si la proposition dit que les personnes apprenantes peuvent demander un financement public.",
    ),
    "need-is-recent": (
        ("needs", "need_reason"),
        "Both sides, with a source and a date that one could look up; words without a source are no evidence.",
        "Les deux côtés, avec une source et une date vérifiables; une citation sans source ne prouve rien.",
    ),
    "endorsed-from-outside": (
        ("partners",),
        "The organisation has no part in writing the design that it endorses, or says which.",
        "L’organisme n’a pas écrit la conception qu’il appuie, ou il dit quelle part il y a prise.",
    ),
    "both-statements": (
        ("partners",),
        "Read the two statements themselves: they stand on the decision page and on the public page.",
        "Lisez les deux déclarations mêmes : elles figurent sur la page de décision et la page publique.",
    ),
    "outcomes-aligned": (
        ("outcomes",),
        "The skill that is named should be one that the outcome really asks for, not its nearest neighbour.",
        "La compétence nommée doit être celle que l’acquis demande vraiment, non sa voisine.",
    ),
    "endorser-saw-this-version": (
        ("partners",),
        "The page says whether the endorsement is in force for the design as it now is.",
        "La page dit si l’appui est en vigueur pour la conception telle qu’elle est maintenant.",
    ),
    "rule-can-be-met": (
        ("rule",),
        "Every part that the rule needs is published, or there are enough others.",
        "Chaque partie que la règle exige est publiée, ou il y en a assez d’autres.",
    ),
    "stack-outcomes-covered": (
        ("outcomes", "rule"),
        "Go through the outcomes one by one and name the part in which each is judged.",
        "Parcourez les acquis un à un et nommez la partie où chacun est jugé.",
    ),
    "place-is-told": (
        ("stack_kind", "stack_place", "prerequisites"),
        "“Stands alone” is a good answer. “To be decided” is not.",
        "« Se suffit » est une bonne réponse. « À déterminer » n’en est pas une.",
    ),
    "no-credit-without-agreement": (
        ("stack_place", "rpl_route"),
        "Words such as “counts towards” and “leads to credit” need the agreement that says so.",
        "Des mots comme « compte pour » ou « donne des crédits » exigent l’entente qui le dit.",
    ),
    "expiry-and-reuse-told": (
        ("validity_months", "single_use"),
        "No expiry is an answer too, when it is said.",
        "L’absence d’expiration est aussi une réponse, si elle est dite.",
    ),
    "concrete-not-slogans": (
        ("services", "equity"),
        "Strike the names of the values out: does the sentence still say what is done?",
        "Rayez les noms des valeurs : la phrase dit-elle encore ce qui est fait?",
    ),
    "edition-in-force": (
        ("services",),
        "The edition is named beside each commitment.",
        "L’édition est nommée à côté de chaque engagement.",
    ),
    "artwork-follows-brand": (
        ("artwork", "artwork_alt", "artwork_alt_fr"),
        "Read the description with closed eyes: would you know the badge again?",
        "Lisez la description les yeux fermés : reconnaîtriez-vous l’insigne?",
    ),
    "description-says-ability": (
        ("description", "description_fr"),
        "An employer reads this sentence and no other.",
        "Un employeur lit cette phrase, et aucune autre.",
    ),
    "anyone-can-earn-it": (
        ("entry_open", "entry_reason", "barriers", "adjustable"),
        "Think of someone who works nights, someone who cares for others, someone new to the language.",
        "Pensez à qui travaille la nuit, à qui prend soin des autres, à qui apprend la langue.",
    ),
    "materials-accessible": (
        ("technology", "barriers"),
        "Ask for the report of the check, or for the date by which there will be one.",
        "Demandez le rapport de vérification, ou la date à laquelle il sera prêt.",
    ),
    "alternatives-same-criterion": (
        ("demonstration_options", "own_form_allowed", "demonstration"),
        "An easier way round is no alternative, and a harder one is no choice.",
        "Un chemin plus facile n’est pas une option; un plus difficile n’est pas un choix.",
    ),
    "fixed-is-justified": (
        ("delivery_modes", "pacing", "essential"),
        "Ask of everything fixed: would the ability be another one without it?",
        "De tout ce qui est imposé, demandez : sans cela, la compétence serait-elle autre?",
    ),
    "three-components": (
        ("educational", "demonstration", "reflective"),
        "Each component asks for something of its own, and none is only a formality.",
        "Chaque composante demande quelque chose en propre, et aucune n’est une formalité.",
    ),
    "no-hole-in-matrix": (
        ("outcomes", "educational", "demonstration", "reflective"),
        "Every outcome stands under at least one criterion.",
        "Chaque acquis figure sous au moins un critère.",
    ),
    "evidence-sufficient": (
        ("demonstration", "supervision", "identity_level", "group_work"),
        "Would this evidence convince an assessor who has never met the learner?",
        "Ces preuves convaincraient-elles une personne évaluatrice qui n’a jamais rencontré la personne?",
    ),
    "independent-decisions": (
        ("assessors", "moderation"),
        "Whoever teaches may assess only where the plan says why, and never confirms.",
        "Qui enseigne n’évalue que si le plan dit pourquoi, et ne confirme jamais.",
    ),
    "moderation-proportionate": (
        ("moderation", "attempts_allowed"),
        "The more a badge claims, the more of its judgements are looked at twice.",
        "Plus l’insigne affirme, plus on regarde ses jugements deux fois.",
    ),
    "privacy-referenced": (
        ("privacy", "retention_months"),
        "The assessment has a number or an address; a promise is not a reference.",
        "L’évaluation a un numéro ou une adresse; une promesse n’est pas une référence.",
    ),
    "review-date-in-policy": (
        ("review_on",),
        "Within three years of publication.",
        "Dans les trois ans qui suivent la publication.",
    ),
    "same-rubric-for-learner": (
        ("educational", "demonstration", "reflective"),
        "The learner’s page shows these very levels; nothing is kept for assessors alone.",
        "La page de la personne apprenante montre ces niveaux mêmes; rien n’est réservé aux évaluateurs.",
    ),
}
