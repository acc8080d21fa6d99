"""What the English say when they undertake something, and what only looks like it."""

import re

from pipeline.commitments.commitment import Action

WILL = re.compile(
    r"\b(?:i'll|we'll|ill|i will|we will|i shall|i'm going to|we're going to|i'm gonna|im gonna|i'm going|im going to|we're gonna|i am going to|"
    r"i'll go ahead and|we well|let me)\s+"
    r"(?P<adverbs>(?:(?:just|also|then|definitely|personally|certainly|get to|go and|go ahead and|go|have to|try and|try to|see if i can|get somebody to|"
    r"get someone to|get (?:him|her|them) to|be sure to|make a point of|even|still|only|now|quickly|actually|gladly|happily|both|myself|always|never|not|come and|come(?= (?:get|fetch|see|pick|collect|look)\b)|run and|sit down and|walk down to him and)\s+)*)"
    r"(?P<verb>[a-z']+)(?=(?P<rest>[^.!?;]*))"
)
"""First person to come: "I'll", also as recognisers write it, and "let me" beside a time."""

BARE = re.compile(
    r"(?:^|[,.;]\s*|\b(?:and|then|also|so)\s+)(?:i|we)\s+(?P<adverbs>)(?P<verb>send|ring|call|phone|text|email|write|bring|check|calculate|ask|put|pass|order|drive|come|give|pay|confirm|tell|release|dispatch|fetch|collect|pick|deliver|ship|book|reserve|arrange|chase|visit|meet)\b(?P<rest>[^.!?;]*)"
)
"""Present for future beside a time: "I ring you before three today"."""

OTHERS = re.compile(
    r"\b(?P<who>he'll|she'll|they'll|theyll|it'll|itll|it will|that'll|thatll|there'll|someone'll|somebody'll|somebodyll|someone will|somebody will|he will|she will|hell|shell|thatll|someonell|(?:he|she|they|it|somebody|someone|(?:the|our|my) [a-z]+)(?:'s| is|'re| are) (?:gonna|going to)|"
    r"they will|you'll|youll|you will|you're getting|(?:[a-z]+)(?:'ll| will))\s+(?:then\s+|also\s+|just\s+|only\s+)?"
    r"(?P<verb>have|get|hear|be|ring|call|text|phone|email|send|bring|drop|deliver|come|run|swap|lift|collect|do|reach|go|land|arrive|ship|contact|pick|give|load|fit|fix|take|look|check|run|show|see|receive|chase|find|put|plow|sort|replace|write|open|weigh|test|inspect)\b(?=(?P<rest>[^.!?;]*))"
)
"""The house's people and goods: "he'll be with you", "you'll have it"."""

THEIRS = re.compile(
    r"\b(?P<who>(?:our|my) [a-z]+(?: [a-z]+)?)(?:'ll| will|(?:'s| is|'re| are) (?:gonna|going to))\s+(?:then\s+|also\s+|just\s+)?"
    r"(?P<verb>ring|call|text|phone|email|send|bring|drop|collect|pick|pay|transfer|sign|settle|wire|deliver|fetch|meet)\b(?=(?P<rest>[^.!?;]*))"
)
"""Somebody of the client's will."""

COMES = re.compile(
    r"\b(?:with you|to you|at you|your door|in your inbox|on your bench|delivered|delivery|ready|done|fitted|fixed|loaded|out for|on the (?:van|lorry|truck|press|run)|coming|comes|arrives?|"
    r"lands|goes (?:out|across|on|with)|be back|you have|you get|you'll|it'll be|collecting|replacing|have an answer|have ours|i'll put|for you|i'm ringing|i'm blocking|ringing|replacing|passes)\b"
)

YOUR_PART = re.compile(
    r"\byou(?:'ll| will)? (?:need|have|want|should|must|ought) to\b|\byou'?ll (?:be able|pay|owe)\b"
)
"""What the other is to do."""

DOES: tuple[tuple[Action, re.Pattern[str]], ...] = (
    (
        Action.CALL,
        re.compile(
            r"^(?:call|ring|phone|text|message|ping|revert|reply|update|answer|remind)\b(?!.*\bit (?:that|a)\b)|^let (?:you|ye|u|them|him|her|everyone) know|^(?:get|come|be|circle) (?:right |straight )?back (?:to|with|on)|^(?:get|be) (?:in touch|on to you|back to you|on the phone)|^give (?:you|ye|u|them|him) (?:a|another) (?:ring|call|shout|buzz|bell|text|tinkle)|^(?:confirm|write|report)\b|^tell (?:you|ye)\b|^drop you a (?:line|text|message)|^have an answer|^speak to you"
        ),
    ),
    (
        Action.SEND,
        re.compile(
            r"^(?:send|email|e-mail|forward|mail|post|resend|fax|shoot|share)\b|^(?:get|pop|fire|ping|put|drop) (?:it|that|them|this|the [\w ]{1,30}|a [\w ]{1,30}|you [\w ]{1,30}) (?:over|across|out|off|through|in the post|in an email|in (?:today's|tonight's) post|to you)|^drop you an email|^get you (?:the|a|that|those)\b|^(?:get|have) [^,.]{1,40}? (?:back |over |across )?to you\b|^have (?:ours|it|that|them|the [\w ]{1,20}) (?:on paper|over to you|in your inbox)"
        ),
    ),
    (
        Action.DELIVER,
        re.compile(
            r"^(?:add|put|include|throw)\b.{0,40}\b(?:to|on|with|in) (?:your|the) next\b|^(?:deliver|ship|dispatch|fetch|collect|swap|replace|lend|courier|return|reprint)\b|^bring\b|^drop (?:it|them|that|him|you|off|round|in|by|the|one|some)|^(?:run|drive|get|take) (?:it|them|that|the [\w ]{1,25}|those|him|her) (?:out|over|up|down|round|to you|back)|^pick (?:it|them|that|up)|^(?:be|come|pop|swing|call) (?:there|round|over|out|by|up|down|with you|in)\b|^have (?:it|them|that|those|him|the [\w ]{1,25}) (?:with you|to you|in [a-z]+|there|back|at)|^load\b|^leave it\b|^throw\b"
        ),
    ),
    (
        Action.CHECK,
        re.compile(
            r"^(?:chase|investigate|inspect|calculate|recalculate|compare|quarantine|weigh)\b|^find out|^look into|^follow (?:it |this |that )?up|^(?:have a word|speak|talk) (?:with|to)\b|^tell (?:him|her|them|my|our|the)\b[^.!?]{0,25} to\b|^ask (?:him|her|them|my|our|the|[A-Za-z]+)\b|^(?:get|go) (?:on to|onto|down|up)\b|^try (?:him|her|them|and)|^see (?:you're|that|to it|what (?:they|he|she|the|my|our)\b)|^work (?:it )?out|^check (?:with|that|it|on|them|in)\b|^pass (?:it|that|this) on|^put the (?:two|2) side|^stand over"
        ),
    ),
    (
        Action.PAY,
        re.compile(r"^(?:pay|cover|compensate|waive|refund|credit|transfer|settle|reimburse|wire|release)\b"),
    ),
    (Action.MEET, re.compile(r"^(?:meet|visit)\b|^see you (?:on|at|in|next|mon|tue|wed|thu|fri|sat)")),
    (
        Action.ARRANGE,
        re.compile(
            r"^(?:arrange|organi[sz]e|sign|sort|fix|prepare|draw up|(?:file|lodge|submit|apply)\b.{0,40}\bfor (?:you|ye)\b|make sure|make (?:it|that|this|things) (?:right|good)|see to it|issue|set (?:it|that) up|rebook|reserve|deal with|take care of|get (?:that|it|this|them|him|[A-Z]?\w+) (?:sorted|fixed|done|moving|booked|to)|get (?:somebody|someone|a)|have (?:somebody|someone|him|her|them|it|this|that|everything) (?:done|sorted|closed|resolved|finished|ready|call|ring|fixed|look))\b"
        ),
    ),
)
"""What is promised, read after "I'll": done later even where no time is said."""

DUNS = re.compile(
    r"\b(?:if|unless)\b.*\b(?:stop|suspend|cut (?:you )?off|disconnect|terminate|charge|pass it to|take (?:you|it) to)\b"
)
"""What the house will do unless the other pays: a warning."""

NOT_PROMISES = re.compile(
    r"^(?:be honest|be straight|be quick|be with you in|say|admit|bet|have to say|need|want|have the|have a look|have two|have six|take the|take two|assume|think|miss|stop you|hold|stay|wait|"
    r"see what i can|look forward|let you go|leave it there|leave you|let you get|(?:put|transfer|connect|pass) you (?:through|on hold|to|over|across)|just|level|take your|start|listen|keep it short|never|not|remember|"
    r"talk to you (?:later|then|soon)|speak to you (?:later|then|soon)|see you (?:there|then|soon|later)|take (?:a|your) (?:note|name|details)|ask you|tell you (?:what\b(?! (?:he|she|they|it|time|day))|honest(?:ly)?\b(?! (?:whether|if))|now\b|something\b|that\b)|give you (?:that|credit)|be fine|be all right|manage|survive)\b"
)
EMPTY = re.compile(
    r"^(?:make|stick|put|leave|add|pop|drop) (?:it in (?:the|your) notes?|(?:a|another) (?:note|comment|remark))|^(?:flag|note|log|mention|escalate) (?:it|that|this)\b|^be sure to mention|^bear (?:it|that) in mind|^surely check"
)
"""An agent's words without effect: nothing is promised that could be kept."""

LATER = re.compile(
    r"\b(?:after|once|when|as soon as|the moment|the second|separately|personally|myself|later|tonight|by email|by post|to your email|then)\b"
)
NOW = re.compile(
    r"\b(?:now|right now|just now|(?:a|one) (?:second|sec|minute|moment)|hang on|hold on|bear with|one second|while you(?:'re| are) on|as we speak|this second|on the line|stay there)\b"
)
OFFERS = re.compile(
    r"\b(?:could|would you like|shall i|shall we|do you want me|i can|we can|i'd|we'd|if you (?:like|want|prefer)|or would|might|you could|will i|would)\b"
)
HEDGES = re.compile(
    r"\b(?:i'll try(?: (?:to|and|my|our)\b|\W*$)|try to|might|maybe|hopefully|perhaps|possibly|i'd hope|see what i can do|if i get|god knows)\b"
)
HABITS = re.compile(
    r"\b(?:usually|always|normally|every (?:day|week|month|time)|generally|as a rule|never)\b"
)
REPORTS = re.compile(
    r"\b(?:said|says|told|goes|promised|swore|was told|reckoned|reckon he|he's like|she's like)\b[^.!?]*$"
)
THREATS = re.compile(
    r"\b(?:complain\w*|complaint|solicitor|lawyer|ombudsman|trading standards|review|go elsewhere|somewhere else|another supplier|cancel|leave you|take my business|"
    r"walk|head office|your boss|your manager|never (?:order|ring|use)|take it up with|report (?:you|this)|sue)\b"
)
ASKS = re.compile(
    r"\b(?:can you|could you|will you|would you|please|when|what time|how soon|how long|send me|ring me|call me|let me know|get me|so you'll|i need|i want|by when)\b|\?"
)
WHEN = re.compile(
    r"\b(?:when|what time|how soon|how long|by when|what day|today|tomorrow|which day|so you'll)\b"
)
"""The other party asked for a time."""

NEGATED = re.compile(r"\b(?:no|not|won't|nothing|never|isn't|can't|cannot)\b|n't\b")

REQUESTED = re.compile(
    r"\b(?:so you'll|you'll|will you|can you|could you|would you|please)\b[^.?!]{0,30}\b(?:ring|call|phone|text|email|send|deliver|bring|drop|let me know|get back|come back|chase|replace|confirm)\b"
)
"""Something to be done later was asked for, so that a bare assent undertakes it."""

ASSENTS = re.compile(
    r"^\W*(?:yeah|yes|yep|sure|of course|no problem|no bother|absolutely|certainly|will do|i will|we will|i'll do that|right you are|if i hear)\b(?:\W+\w+){0,4}\W*$"
)

RINGS = re.compile(r"^\s*(?:you|ye|u) (?:a|another) (?:ring|call|shout|buzz|bell|text|tinkle)\b")
NEXT_RUN = re.compile(
    r"^\s*(?:out |across |over )?(?:on|with|in) (?:the next|tonight's|today's|tomorrow's) (?:van|run|lorry|truck|post|load|delivery|drop)\b"
)
AND_SENDS = re.compile(
    r"\band (?:then )?(?:i'll |we'll |i will )?(?:send|email|forward|text|post) (?:you|it|them|that)\b"
)
AND_TELLS = re.compile(
    r"\band (?:then )?(?:i'll |we'll |i will )?(?:ring|call|phone|text|email|let you know|get back|come back|update)\b"
)
"""The second thing promised in one breath is the one that reaches the client."""

PAPERS = re.compile(
    r"^\s*(?:have|get)\s+(?:a|an|the|your|my)\s+(?:\w+\s+)?(?:quote|email|answer|copy|confirmation|proof|invoice|receipt|credit|refund|replacement)\b"
)
"""What "you'll have" promises even where no time is said."""

BRINGS = frozenset(
    ["pick", "drop", "bring", "swap", "lift", "collect", "run", "send", "ship", "deliver", "throw", "fling"]
)
"""What the house's people do for the client, even where no time is said."""

CONDITION = re.compile(r"\b(?:if|once|when|as soon as|the moment|unless|whenever)\b[^.!?;]*?(?=,|\bthen\b|$)")
EXPECT = re.compile(
    r"\bexpect (?:a|an|my|our) (?:call|ring|email|text|message|answer|reply)\b(?=[^.!?]* from (?:me|us)\b|[^.!?]*\b(?:by|before|at|within|today|tomorrow|on)\b)"
)
"""The agent's word for what will come to the other."""

LEAVE_WITH = re.compile(r"\b(?:will do|consider it done|leave it with me|leave that with me|i'm on it)\b")
