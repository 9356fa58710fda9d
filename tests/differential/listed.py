"""Where the oracle and the evaluator may disagree, and how to see it in a request: README.md."""

import re

NEGATED = re.compile(r"Not", re.I)
VARIABLE = re.compile(r"\$\{([^},{$]+?)(, '[^']*')?\}")
KINDS = ("policies", "boundary", "scp", "rcp", "session", "resourcePolicy")
SET_KEYS = {"aws:calledvia", "aws:principalorgpaths", "aws:tagkeys", "sagemaker:instancetypes", "sagemaker:vpcsubnets"}
DATE_KEYS = {"aws:epochtime", "aws:currenttime"}


def as_list(value):
    return value if isinstance(value, list) else [value]


def context_of(line):
    return {key.lower(): value for key, value in line.get("context", {}).items()}


def values_of(text, context):
    """What the request fills in for each variable: None where nothing, and there is no default."""
    out = []
    for name, default in VARIABLE.findall(text):
        value = context.get(name.strip().lower())
        out.append(value if isinstance(value, str) else "default" if default else None)
    return out


def has_type_word_wildcard(pattern):
    """A wildcard or variable before the first `/` or `:` of the resource part. The oracle exempts S3."""
    parts = pattern.split(":", 5)
    if len(parts) < 6 or parts[2:5] == ["s3", "", ""]:
        return False
    separator = re.search(r"[/:]", parts[5])
    return bool(separator and re.search(r"[*?$]", parts[5][:separator.start()]))


def resource_classes(name, pattern, line, context):
    out = set()
    parts = pattern.split(":", 5)
    values = values_of(pattern, context)
    if "" in values or (name == "NotResource" and None in values):
        out.add("variable-without-value")
    if pattern == "*":
        return out
    if len(parts) < 6 or any("$" in part for part in parts[:5]):
        return out | {"malformed-arn"}
    if any(part != part.lower() for part in parts[:5]):
        out.add("arn-case")
    if has_type_word_wildcard(pattern):
        out.add("type-word-wildcard")
    return out


def value_classes(operator, key, value, context):
    out = set()
    given = context.get(key)
    filled = values_of(value, context)
    if "" in filled or (None in filled and NEGATED.search(operator)):
        out.add("variable-without-value")
    if "Arn" in operator:
        values = [value] + (as_list(given) if given is not None else [])
        if any(text.count(":") < 5 for text in values):
            out.add("malformed-arn")
        elif any(part != part.lower() for text in values for part in text.split(":", 5)[:5]):
            out.add("arn-case")
    if "Numeric" in operator and not re.fullmatch(r"[-+]?[0-9.]+", value):
        out.add("ill-typed")
    if "IpAddress" in operator and isinstance(given, str):
        if value == "0.0.0.0/0" or (NEGATED.search(operator) and (":" in value) != (":" in given)):
            out.add("ip-block")
    if "Bool" in operator and value.lower() not in ("true", "false"):
        out.add("ill-typed")
    if "IpAddress" in operator and not re.match(r"[0-9a-f]+[.:]", value):
        out.add("ill-typed")
    if key in DATE_KEYS and given is not None and given != value and "Null" not in operator:
        out.add("date-spelling")
    return out


def condition_classes(condition, context):
    out = set()
    for operator, keys in condition.items():
        for key, values in keys.items():
            key = key.lower()
            is_set = operator.startswith("For")
            if operator.startswith("ForAnyValue") and operator.endswith("IfExists") and key not in context:
                out.add("any-value-if-exists")
            if (key in SET_KEYS) != is_set and operator != "Null":
                out.add("set-operator")
            for value in as_list(values):
                out |= value_classes(operator, key, value, context)
    return out


def principal_classes(kind, statement, line):
    out = set()
    if "NotPrincipal" in statement:
        out.add("not-principal")
    asking = line["principal"]
    principal = statement.get("Principal", {})
    names = as_list(principal.get("AWS", [])) if isinstance(principal, dict) else []
    for name in names:
        if name != asking and re.search(r":role/[A-Z]", name):
            out.add("arn-case")
        if ":role/" in asking and ":assumed-role/" in name:
            out.add("session-of-role")
    if kind == "resourcePolicy" and "session" in line and (principal == "*" or "*" in names or asking in names):
        out.add("session-policy-direct")
    return out


def has_variable(statement):
    return bool(VARIABLE.search(str(statement)))


def statement_classes(kind, statement, line, version="2012-10-17"):
    """The listed classes that one statement of a document of this kind may fall under."""
    context = context_of(line)
    out = principal_classes(kind, statement, line)
    for name in ("Resource", "NotResource"):
        for pattern in as_list(statement.get(name, [])):
            out |= resource_classes(name, pattern, line, context)
    out |= condition_classes(statement.get("Condition", {}), context)
    if version != "2012-10-17" and has_variable(statement):
        out.add("version-2008")
    if kind == "scp" and line["principal"].endswith(".amazonaws.com"):
        out.add("scp-on-service")
    return out


def documents(value):
    """The documents of one kind, level by level where there are levels."""
    for item in as_list(value):
        yield from item if isinstance(item, list) else [item]


def classes(line):
    out = set()
    for kind in KINDS:
        for document in documents(line.get(kind, [])):
            for statement in as_list(document["Statement"]):
                out |= statement_classes(kind, statement, line, document.get("Version", "2008-10-17"))
    return out
