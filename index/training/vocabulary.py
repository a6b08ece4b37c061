"""The words of the made-up facts: trades, roles, lists and opinions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trade:
    """The vocabulary of one domain: who acts, with what, to what end."""

    owners: tuple[str, ...]
    means: tuple[str, ...]
    tasks: tuple[str, ...]


TRADES = (
    Trade(
        (
            "Zalora", "the bank", "Hortex", "the agency", "the airline", "Brightside", "the start-up",
            "Calvert Media",
        ),
        (
            "Ruby", "Go", "Rust", "Kotlin", "PHP", "Perl", "Erlang", "Haskell", "C++", "Elixir",
            "Clojure", "TypeScript",
        ),
        (
            "the login service", "billing", "report generation", "the mobile app", "data processing",
            "search indexing", "the web front end", "fraud detection", "request routing", "batch jobs",
            "image resizing", "the API gateway", "log analysis", "the recommendation engine",
            "deployment scripts", "monitoring", "video encoding", "test automation",
        ),
    ),
    Trade(
        (
            "the platform", "Nordwind", "the retailer", "the newspaper", "the laboratory", "Quillon",
            "the city library",
        ),
        (
            "PostgreSQL", "MySQL", "Redis", "MongoDB", "RabbitMQ", "Elasticsearch", "Cassandra", "Oracle",
            "SQLite", "Memcached",
        ),
        (
            "user profiles", "session data", "order history", "caching", "full-text search",
            "event queues", "backups", "the product catalogue", "analytics", "configuration",
            "audit records", "the payment ledger",
        ),
    ),
    Trade(
        (
            "the hospital", "the clinic", "the county", "St. Anne's", "the health service",
            "the regional centre",
        ),
        (
            "nurses", "pharmacists", "surgeons", "volunteers", "contractors", "midwives", "paramedics",
            "physiotherapists",
        ),
        (
            "patient intake", "vaccinations", "night shifts", "emergency calls", "blood tests",
            "home visits", "rehabilitation", "medication reviews", "training", "record keeping", "triage",
            "follow-up care",
        ),
    ),
    Trade(
        (
            "the railway", "the port", "the factory", "Aldermoor", "the mill", "the shipyard",
            "the brewery", "the farm",
        ),
        (
            "steam engines", "diesel engines", "electric motors", "solar panels", "wind turbines",
            "hydraulic presses", "gas boilers",
        ),
        (
            "freight transport", "heating", "lighting", "pumping water", "lifting cargo",
            "cutting timber", "drying grain", "passenger service", "ventilation", "refrigeration",
            "grinding", "packaging",
        ),
    ),
    Trade(
        (
            "the council", "the museum", "the university", "the ministry", "the orchestra",
            "the festival", "the club",
        ),
        (
            "the Berlin office", "the London team", "the finance department", "the design group",
            "an outside firm", "the board", "the alumni network",
        ),
        (
            "fund-raising", "ticket sales", "building maintenance", "press relations", "recruitment",
            "security", "the annual report", "catering", "exhibitions", "travel planning",
            "budget approval", "membership",
        ),
    ),
)  # fmt: skip

DOES = (
    "{a} handles {r}", "{a} runs {r}", "{a} takes care of {r}", "{a} is responsible for {r}",
    "{r} is handled by {a}", "{r} runs on {a}", "{a} powers {r}", "{a} drives {r}",
    "{a} is in charge of {r}", "{o} relies on {a} for {r}", "{o} depends on {a} to handle {r}",
)  # fmt: skip
MAIN = (
    "{a} is the main choice for {r}", "{a} is the primary means for {r} at {o}",
    "{r} is done almost entirely with {a}", "{a} remains the core of {r}", "most of {r} is carried by {a}",
    "for {r}, {o} chiefly relies on {a}", "{a} does nearly all of {r}", "{a} is the backbone of {r} at {o}",
)  # fmt: skip
SOLE = (
    "{a} alone handles {r}", "only {a} is used for {r}", "{r} is done exclusively with {a}",
    "all of {r} is done by {a}", "{r} is left entirely to {a}",
)  # fmt: skip
USES = (
    "{o} uses {a} for {r}", "{a} is used for {r}", "{a} helps {o} with {r}",
    "{a} is one of the things used for {r}", "{o} also uses {a} for {r}", "{a} plays a part in {r}",
    "{a} supports {r} at {o}",
)  # fmt: skip
NOT = (
    "{a} is not used for {r}", "{o} does not use {a} for {r}", "{a} plays no part in {r}",
    "{o} has dropped {a} for {r}", "{r} is kept away from {a}",
)  # fmt: skip
SPLIT = (
    "{a} handles {r}, while {b} handles {s}", "{a} takes {r} and {b} takes {s}",
    "{r} belongs to {a}, whereas {s} belongs to {b}", "{b} does {s}; {a} does {r}",
)  # fmt: skip
LIST = (
    "{o} uses {list} for {r}", "tools such as {list} help {o} with {r}", "for {r}, {o} turns to {list}",
    "{list} are used for {r}", "{o} relies on {list}",
)  # fmt: skip
WHOLE_LIST = ("{o} uses nothing but {list} for {r}", "only {list} are used for {r}")
AMOUNTS = (
    "{r} takes up {n} {u}", "{a} accounts for {n} {u} in {r}", "with {a}, {r} comes to {n} {u}",
    "{n} {u} go into {r}",
)  # fmt: skip
UNITS = (
    "percent", "people", "hours a week", "requests per second", "thousand euros a year", "sites",
    "minutes on average",
)  # fmt: skip
TASKS = ("{o} uses {a} for {tasks}", "{a} is used for {tasks}", "{a} handles {tasks} at {o}", "{a} covers {tasks}")
OPEN = (
    "", "", "", "", "Today, ", "In practice, ", "According to the team, ", "At present, ", "As a rule, ",
    "Since 2015, ", "In fact, ",
)  # fmt: skip
CLOSE = (
    "", "", "", "", " across all sites", ", which keeps costs down", ", and has done so for years",
    " in most regions", ", as the engineers explain", " for millions of customers",
)  # fmt: skip

# Each quality in praising and in disparaging words, of one thing `{a}`, with `{r}` for what it serves.
QUALITIES = (
    (
        (
            "{a} is fast", "{a} offers excellent raw speed", "{a} performs very well",
            "{a} delivers high performance", "{a} is quick to respond",
        ),
        (
            "{a} is slow", "{a} is too slow for demanding work", "{a} performs poorly",
            "{a} suffers from low performance", "{a} responds sluggishly",
        ),
    ),
    (
        (
            "{a} scales well", "{a} is highly scalable", "{a} copes easily with growing load",
            "the scalability of {a} is a great strength",
        ),
        (
            "{a} is hard to scale", "{a} does not scale", "{a} breaks down under growing load",
            "scaling {a} is difficult", "{a} has limits that make heavy load hard to handle",
        ),
    ),
    (
        (
            "{a} is easy to learn", "newcomers pick up {a} within days", "{a} is simple to use",
            "the simplicity of {a} is widely praised",
        ),
        (
            "{a} is hard to learn", "{a} has a steep learning curve", "{a} is complicated to use",
            "newcomers struggle with {a}",
        ),
    ),
    (
        ("{a} is reliable", "{a} hardly ever fails", "{a} is very dependable", "{a} proved robust"),
        (
            "{a} is unreliable", "{a} fails often", "{a} cannot be depended on", "{a} proved fragile",
            "{a} breaks again and again",
        ),
    ),
    (
        (
            "{a} is cheap to run", "{a} saves a lot of money", "{a} is inexpensive",
            "the costs of {a} are low",
        ),
        ("{a} is expensive to run", "{a} costs a fortune", "{a} wastes money", "the costs of {a} are high"),
    ),
    (
        (
            "{a} is safe", "{a} poses no danger", "{a} is considered secure",
            "the safety of {a} is excellent",
        ),
        ("{a} is unsafe", "{a} is dangerous", "{a} is considered insecure", "{a} poses serious risks"),
    ),
    (
        (
            "{a} is ideal for {r}", "{a} is an excellent choice for {r}", "{a} excels at {r}",
            "{a} is well suited to {r}", "{a} has proven invaluable for {r}",
        ),
        (
            "{a} is a poor choice for {r}", "{a} is unsuited to {r}", "{a} struggles with {r}",
            "forcing {a} into {r} is a recipe for frustration", "{a} should not be used for {r}",
        ),
    ),
    (
        ("{a} is popular", "{a} is widely used", "nearly everybody uses {a}", "{a} enjoys broad support"),
        ("{a} is unpopular", "hardly anybody uses {a}", "{a} is rarely used", "{a} has little support"),
    ),
    (
        (
            "{a} improved {r}", "{r} got better thanks to {a}", "{a} made {r} more efficient",
            "{r} benefited from {a}",
        ),
        (
            "{a} made {r} worse", "{r} suffered because of {a}", "{a} did not improve {r}",
            "{a} brought no benefit to {r}",
        ),
    ),
    (
        (
            "the use of {a} is growing", "{a} is on the rise", "more and more teams turn to {a}",
            "demand for {a} keeps increasing",
        ),
        (
            "the use of {a} is shrinking", "{a} is in decline", "fewer and fewer teams turn to {a}",
            "demand for {a} keeps falling",
        ),
    ),
    (
        ("{a} is mandatory for {r}", "{r} requires {a}", "nobody may do {r} without {a}"),
        ("{a} is optional for {r}", "{r} does not require {a}", "{r} can be done without {a}"),
    ),
)  # fmt: skip

MANY = (
    "{o} relies on {a} to handle various tasks, such as {many}",
    "{a} takes care of tasks like {many} at {o}", "{o} relies on {a} for {many}",
    "{a} is the preferred choice for {many}", "{many} are all handled by {a}",
    "at {o}, {a} does the work behind {many}", "{a} is used for a variety of purposes, including {many}",
)  # fmt: skip
WIDE = (
    "{a} is used throughout {o}", "nearly everything at {o} is done with {a}", "{o} is built on {a}",
    "{a} has become an integral part of {o}", "{a} is the foundation of {o}",
    "{o} uses {a} from end to end", "{a} plays a massive role at {o}",
)  # fmt: skip
NARROW = (
    "{a} is used only for {r}", "{a} is confined to {r}", "{a} plays a minor part at {o}",
    "the use of {a} is limited to {r}", "apart from {r}, {o} hardly uses {a}",
    "{a} is kept to the edges of {o}", "{o} uses {a} for nothing but {r}",
)  # fmt: skip

# Other words for the same task, so that two sentences about it need not share any.
ALIASES = {
    "the login service": ("user authentication", "sign-in requests", "logging users in"),
    "billing": ("invoices and payments", "charging customers", "the payments side"),
    "report generation": ("producing reports", "the monthly reports"),
    "the mobile app": ("the phone apps", "the iOS and Android apps"),
    "data processing": ("crunching large data sets", "the data pipelines", "preparing data"),
    "the web front end": ("the client side", "the user interface in the browser"),
    "fraud detection": ("spotting fraudulent payments", "catching fraud"),
    "request routing": ("high-volume request handling", "directing incoming traffic"),
    "the API gateway": ("the APIs", "core backend services", "backend microservices"),
    "log analysis": ("searching the logs", "reading log files"),
    "the recommendation engine": ("suggesting items to users", "personalised recommendations"),
    "monitoring": ("watching system health", "keeping an eye on the servers"),
    "test automation": ("running the tests", "automated testing"),
    "deployment scripts": ("rolling out new versions", "automating deployments"),
    "backups": ("keeping copies of the data", "archiving"),
    "caching": ("keeping frequent results at hand", "the cache"),
    "patient intake": ("admitting patients", "registering new patients"),
    "vaccinations": ("giving vaccines", "immunisation"),
    "emergency calls": ("urgent cases", "answering emergencies"),
    "training": ("teaching new staff", "staff education"),
    "record keeping": ("maintaining the files", "documentation"),
    "freight transport": ("moving goods", "cargo traffic"),
    "passenger service": ("carrying travellers", "passenger trains"),
    "heating": ("keeping the buildings warm",),
    "fund-raising": ("collecting donations", "finding sponsors"),
    "ticket sales": ("selling tickets", "the box office"),
    "recruitment": ("hiring", "finding new staff"),
    "catering": ("food and drinks", "meals for guests"),
    "press relations": ("talking to journalists", "media contacts"),
}
