#!/usr/bin/env python3
"""Writes random requests with the documents that decide about them, one JSON object a line.

    generate.py COUNT [--seed N] [--plain] > requests.jsonl

A request is made first, and documents around it: patterns that match it or miss it by one
character, one part or one case; conditions on the values it has and on those it has not. The same
seed gives the same bytes. With --plain no statement falls under a class of listed.py, so that both
sides must agree on all. request_line.h says what a line holds.
"""

import argparse
import json
import random

import listed

ACCOUNT = "123456789012"
OTHER_ACCOUNT = "210987654321"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/r"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/r/alice"
USER = f"arn:aws:iam::{ACCOUNT}:user/alice"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
# Services of ACTIONS that AWS lets a resource control policy speak of.
RCP_SERVICES = ("s3", "sqs", "kms", "secretsmanager", "sts")

# Action, resources that it is asked about, and keys of its own.
ACTIONS = [
    ("s3:GetObject", ["arn:aws:s3:::data/train/a.csv", "arn:aws:s3:::data/alice/x", "arn:aws:s3:::Data/train"], []),
    ("s3:PutObject", ["arn:aws:s3:::data/home/alice/x", "arn:aws:s3:::data-2/a/b/c"], ["s3:x-amz-server-side-encryption"]),
    ("s3:ListBucket", ["arn:aws:s3:::data", "arn:aws:s3:::data-2"], ["s3:prefix", "s3:max-keys"]),
    ("s3:ListAllMyBuckets", ["*"], []),
    ("sagemaker:CreateTrainingJob", [f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:training-job/job-1"],
     ["sagemaker:InstanceTypes", "sagemaker:VpcSubnets", "sagemaker:VolumeKmsKeyArn", "aws:RequestTag/team", "aws:TagKeys"]),
    ("sagemaker:InvokeEndpoint", [f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:endpoint/e"], []),
    ("sagemaker:ListModels", ["*"], []),
    ("iam:PassRole", [f"arn:aws:iam::{ACCOUNT}:role/team/exec"], ["iam:PassedToService", "iam:AssociatedResourceArn"]),
    ("bedrock:InvokeModel", ["arn:aws:bedrock:us-east-1::foundation-model/m.v1:0"], []),
    ("sqs:SendMessage", [f"arn:aws:sqs:us-east-1:{ACCOUNT}:queue"], []),
    ("lambda:InvokeFunction", [f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:f"], []),
    ("logs:CreateLogStream", [f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/aws/sagemaker:log-stream:s/1"], []),
    ("secretsmanager:GetSecretValue", [f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:alice-AbCdEf"], []),
    ("ec2:DescribeInstances", ["*"], []),
]
TRUST = ("sts:AssumeRole", [f"arn:aws:iam::{ACCOUNT}:role/target"], ["sts:ExternalId", "sts:RoleSessionName"])
KEY = ("kms:Decrypt", [f"arn:aws:kms:us-east-1:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"], ["kms:ViaService"])

# Key: family and values that a request may have.
KEYS = {
    "aws:username": ("string", ["alice", "Alice", "a*e", "bob"]),
    "aws:PrincipalTag/team": ("string", ["ml", "ML", "ml-ops", "ml*", "", "data"]),
    "aws:SourceVpce": ("string", ["vpce-1a2b", "vpce-9"]),
    "aws:PrincipalOrgID": ("string", ["o-abc123", "o-xyz"]),
    "aws:UserAgent": ("string", ["aws-cli/2.0", "console?"]),
    "aws:SourceAccount": ("string", [ACCOUNT, OTHER_ACCOUNT]),
    "aws:PrincipalArn": ("arn", [ROLE, USER, "arn:aws:iam::123456789012:role/path/r"]),
    "aws:SourceArn": ("arn", ["arn:aws:s3:::data", f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:training-job/a:b"]),
    "aws:SourceIp": ("ip", ["10.0.0.1", "10.0.1.255", "192.168.0.7", "2001:db8::1"]),
    "aws:CurrentTime": ("date", ["2024-06-01T00:00:00Z", "2024-12-31T23:59:59Z"]),
    "aws:EpochTime": ("date", ["1717200000"]),
    "aws:MultiFactorAuthPresent": ("bool", ["true", "false"]),
    "aws:SecureTransport": ("bool", ["true", "false"]),
    "aws:MultiFactorAuthAge": ("numeric", ["0", "300", "3600"]),
    "aws:CalledVia": ("strings", ["athena.amazonaws.com", "sagemaker.amazonaws.com"]),
    "aws:PrincipalOrgPaths": ("strings", ["o-abc123/r-1/ou-1/", "o-abc123/r-1/ou-2/"]),
    "aws:TagKeys": ("strings", ["team", "Team", "cost"]),
    "aws:RequestTag/team": ("string", ["ml", "ML", "data"]),
    "s3:prefix": ("string", ["", "home/", "home/alice"]),
    "s3:max-keys": ("numeric", ["10", "10.0", "1000"]),
    "s3:x-amz-server-side-encryption": ("string", ["aws:kms", "AES256"]),
    "sagemaker:InstanceTypes": ("strings", ["ml.m5.large", "ml.p4d.24xlarge"]),
    "sagemaker:VpcSubnets": ("strings", ["subnet-1", "subnet-2"]),
    "sagemaker:VolumeKmsKeyArn": ("arn", [f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"]),
    "iam:PassedToService": ("string", ["sagemaker.amazonaws.com", "ec2.amazonaws.com"]),
    "iam:AssociatedResourceArn": ("arn", [f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:endpoint/e"]),
    "sts:ExternalId": ("string", ["x1", "X1"]),
    "sts:RoleSessionName": ("string", ["alice", "bob"]),
    "kms:ViaService": ("string", ["s3.us-east-1.amazonaws.com"]),
}
GLOBAL_KEYS = [k for k in KEYS if k.startswith("aws:") and k not in ("aws:RequestTag/team", "aws:TagKeys")]
VARIABLES = ["${aws:username}", "${aws:PrincipalTag/team}", "${AWS:UserName}", "${aws:PrincipalTag/team, 'ml'}",
             "${aws:SourceAccount}", "${*}", "${?}", "${$}"]
OPERATORS = {
    "string": ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase",
               "StringNotEqualsIgnoreCase"],
    "arn": ["ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals", "StringLike", "StringEquals", "StringNotLike"],
    "ip": ["IpAddress", "NotIpAddress"],
    "date": ["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan",
             "DateGreaterThanEquals"],
    "bool": ["Bool", "Bool", "StringEquals"],
    "numeric": ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
                "NumericGreaterThan", "NumericGreaterThanEquals"],
}


class Maker:
    def __init__(self, seed, is_plain):
        self.random = random.Random(seed)
        self.is_plain = is_plain

    def chance(self, share):
        return self.random.random() < share

    def pick(self, items):
        return self.random.choice(items)

    # Requests.

    def values_for(self, key):
        family, values = KEYS[key]
        if family != "strings":
            return self.pick(values)
        return self.random.sample(values, self.random.randint(1, len(values)))

    def request(self, action, resources, own_keys):
        keys = own_keys + self.random.sample(GLOBAL_KEYS, 6)
        context = {k: self.values_for(k) for k in keys if self.chance(0.55)}
        name = action
        if self.chance(0.05):
            name = self.pick([action.lower(), action.upper()])
        line = {"action": name, "resource": self.pick(resources), "context": context}
        if self.chance(0.05):
            line["context"] = {self.pick([k.lower(), k.upper()]) if "/" not in k else k: v
                               for k, v in context.items()}
        line["principal"] = self.pick([ROLE, ROLE, SESSION, SESSION, USER])
        return line, keys

    # Patterns around a text.

    def blur(self, text):
        """A glob that matches `text`, mostly."""
        at = self.random.randint(0, len(text))
        end = self.random.randint(at, len(text))
        way = self.random.random()
        if way < 0.35:
            return text[:at] + "*"
        if way < 0.5:
            return text[:at] + "*" + text[end:]
        if way < 0.6 and text:
            at = self.random.randrange(len(text))
            return text[:at] + "?" + text[at + 1:]
        if way < 0.7:
            return "*" + text[at:]
        if way < 0.78:
            return text[:at] + "?*" + text[end:]
        if way < 0.84:
            return text + self.pick(["*", "?", "/*", ":*"])
        return "*"

    def miss(self, text):
        """Close to `text`, and another text."""
        if not text:
            return "x"
        at = self.random.randrange(len(text))
        return self.pick([text[:at] + "x" + text[at + 1:], text[:at] + text[at + 1:], text + "x", text.swapcase(),
                          text[:at] + text[at:].upper(), "x" + text])

    def near(self, text):
        way = self.random.random()
        if way < 0.4:
            return text
        return self.blur(text) if way < 0.75 else self.miss(text)

    def with_variable(self, text):
        """A slice of `text` replaced by a policy variable."""
        if "alice" in text and self.chance(0.7):
            return text.replace("alice", self.pick(VARIABLES[:4]), 1)
        at = self.random.randint(0, len(text))
        end = self.random.randint(at, min(len(text), at + 6))
        return text[:at] + self.pick(VARIABLES) + text[end:]

    def action_pattern(self, action):
        service, name = action.split(":")
        way = self.random.random()
        if way < 0.35:
            return action
        if way < 0.45:
            return self.pick([f"{service}:*", "*", f"{service.upper()}:*"])
        if way < 0.85:
            return f"{service}:{self.blur(name)}"
        return self.pick([f"{service}:{self.miss(name)}", f"{service}:{name.swapcase()}", self.pick(ACTIONS)[0]])

    def resource_pattern(self, resource):
        if resource == "*":
            return self.pick(["*", "*", "arn:aws:s3:::*", "arn:*:*:*:*:*"])
        if self.chance(0.02):
            return resource[:self.random.randint(4, 12)] + self.pick(["", "*"])
        if self.chance(0.15):
            return "*"
        parts = resource.split(":", 5)
        for i in range(1, 5):
            if self.chance(0.12):
                parts[i] = self.near(parts[i])
        if self.chance(0.01):
            parts[4] = "${aws:SourceAccount}"
        way = self.random.random()
        if way < 0.75:
            parts[5] = self.near(parts[5])
        else:
            parts[5] = self.with_variable(parts[5])
        return ":".join(parts)

    # Conditions.

    def limit(self, family, values):
        value = self.pick(values)
        if family == "ip":
            return self.pick([value, "10.0.0.0/24", "10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", "10.0.1.0/24"])
        if family == "date":
            return self.pick(["2024-06-01T00:00:00Z", "2024-12-31T23:59:59Z", "2024-06-01T02:00:00+02:00",
                              "2024-01-01", "1717200000"])
        if self.chance(0.01):
            return "none"
        if family == "bool":
            return self.pick(["true", "false", "TRUE"])
        if family == "numeric":
            return self.pick([value, "10", "300", "299", "3601", "-1", "10.5"])
        if family == "arn":
            parts = value.split(":", 5)
            i = self.random.randrange(1, 6)
            parts[i] = self.near(parts[i])
            return ":".join(parts)
        if self.chance(0.15):
            return self.with_variable(value)
        return self.near(value)

    def condition(self, line, keys):
        out = {}
        for key in self.random.sample(keys, min(len(keys), self.random.randint(1, 2))):
            family, values = KEYS[key]
            is_set = family == "strings"
            base = "string" if is_set else family
            given = line["context"].get(key)
            if given is not None and self.chance(0.6):
                values = given if isinstance(given, list) else [given]
            limits = [self.limit(base, values) for _ in range(self.pick([1, 1, 1, 2, 3]))]
            operator = self.pick(OPERATORS[base])
            if self.chance(0.15):
                operator += "IfExists"
            if is_set != self.chance(0.03):
                operator = self.pick(["ForAllValues:", "ForAnyValue:"]) + operator
            if self.chance(0.1):
                operator, limits = "Null", [self.pick(["true", "false"])]
            spelled = self.pick([key, key, key, key.lower()]) if "/" not in key else key
            out.setdefault(operator, {})[spelled] = limits[0] if len(limits) == 1 else limits
        return out

    # Documents.

    def draft(self, line, keys):
        out = {"Effect": self.pick(["Allow", "Allow", "Allow", "Deny"])}
        name = "NotAction" if self.chance(0.1) else "Action"
        out[name] = [self.action_pattern(line["action"]) for _ in range(self.pick([1, 1, 2]))]
        name = "NotResource" if self.chance(0.1) else "Resource"
        out[name] = [self.resource_pattern(line["resource"]) for _ in range(self.pick([1, 1, 2]))]
        if self.chance(0.5):
            out["Condition"] = self.condition(line, keys)
        return out

    def statement(self, line, keys, kind, version, change=None):
        while True:
            out = self.draft(line, keys)
            if change:
                change(out)
            if not self.is_plain or not listed.statement_classes(kind, out, line, version):
                return out

    def document(self, line, keys, kind, change=None):
        version = "2012-10-17" if self.chance(0.95) else "2008-10-17"
        count = self.pick([1, 1, 2, 3])
        return {"Version": version,
                "Statement": [self.statement(line, keys, kind, version, change) for _ in range(count)]}

    def everything(self):
        return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}

    def cap(self, line, keys, kind):
        """A boundary, a session policy or an SCP: half of them leave the request alone."""
        document = self.document(line, keys, kind)
        if self.chance(0.5):
            document["Statement"] += self.everything()["Statement"]
        return document

    def service_controls(self, line, keys):
        """One level, or root, organizational unit and account: each must allow."""
        levels = self.pick([1, 1, 2, 3])
        return [[self.cap(line, keys, "scp") for _ in range(self.pick([1, 1, 2]))] for _ in range(levels)]

    def resource_controls(self, line, keys):
        """Levels of documents that only deny, and everyone, and name a service."""
        def change(statement):
            statement["Effect"], statement["Principal"] = "Deny", "*"
            patterns = statement.pop("NotAction", None) or statement["Action"]
            service = line["action"].split(":")[0].lower()
            statement["Action"] = [p if ":" in p and p.split(":")[0].lower() in RCP_SERVICES else f"{service}:*"
                                   for p in patterns]

        document = lambda: {**self.document(line, keys, "rcp", change), "Version": "2012-10-17"}
        return [[document()] for _ in range(self.pick([1, 1, 2]))]

    def principal(self, line):
        own = "Service" if line["principal"].endswith(".amazonaws.com") else "AWS"
        return self.pick([{own: line["principal"]}, {"AWS": [ROLE, USER]}, {"AWS": ROLE}, {"AWS": SESSION},
                          {"AWS": ACCOUNT}, {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, {"AWS": OTHER_ACCOUNT},
                          {"AWS": "*"}, "*", {"Service": "sagemaker.amazonaws.com"},
                          {"AWS": f"arn:aws:iam::{ACCOUNT}:role/R"}, {"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:role/r"}])

    def resource_policy(self, line, keys, is_trust=False):
        def change(statement):
            is_not = not is_trust and statement["Effect"] == "Deny" and self.chance(0.2)
            statement["NotPrincipal" if is_not else "Principal"] = self.principal(line)
            if is_trust:
                for name in ("Resource", "NotResource", "NotAction"):
                    statement.pop(name, None)
                statement["Action"] = self.pick(["sts:AssumeRole", "sts:assumerole", "sts:AssumeRole*",
                                                 "sts:TagSession"])

        return self.document(line, keys, "resourcePolicy", change)

    def asking(self, line, has_resource_policy):
        """Another account, or a service, where a resource policy could let it in."""
        if not has_resource_policy or not self.chance(0.3):
            # The other side knows no root user: it is one whose identity policy allows everything.
            return ROOT if self.chance(0.04) else line["principal"]
        return self.pick([line["principal"].replace(ACCOUNT, OTHER_ACCOUNT), "sagemaker.amazonaws.com"])

    def line(self, number):
        way = self.random.random()
        action = TRUST if way < 0.07 else KEY if way < 0.14 else self.pick(ACTIONS)
        line, keys = self.request(*action)
        has_resource_policy = action in (TRUST, KEY) or (line["resource"] != "*" and self.chance(0.3))
        line = {"id": number, **line, "policies": [], "account": ACCOUNT}
        line["principal"] = self.asking(line, has_resource_policy)
        is_service = line["principal"].endswith(".amazonaws.com")
        if ":assumed-role/" in line["principal"] and self.chance(0.3):
            line["session"] = self.cap(line, keys, "session")
        is_root = line["principal"] == ROOT
        if is_root:
            line["policies"] = [self.everything()]
        elif not is_service:
            line["policies"] = [self.document(line, keys, "policies") for _ in range(self.pick([1, 1, 1, 2]))]
            if self.chance(0.2):
                line["boundary"] = [self.cap(line, keys, "boundary")]
        if self.chance(0.15) and not (is_service and self.is_plain):
            line["scp"] = self.service_controls(line, keys)
        if line["action"].split(":")[0].lower() in RCP_SERVICES and self.chance(0.2):
            line["rcp"] = self.resource_controls(line, keys)
        if has_resource_policy:
            line["resourcePolicy"] = self.resource_policy(line, keys, action is TRUST)
        return line


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="nothing that listed.py lists")
    options = parser.parse_args()
    maker = Maker(options.seed, options.plain)
    for number in range(options.count):
        print(json.dumps(maker.line(number), separators=(",", ":")))


if __name__ == "__main__":
    main()
