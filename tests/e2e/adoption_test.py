#!/usr/bin/env python3
"""Runs what the README tells teams to copy: the GitHub action, the GitLab template, the plain job.

    adoption_test.py LEASTWISE

A runner in miniature: it fills in the expressions that the files use, and refuses all others.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "packaging" / "examples"
PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
WIDE = {"Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
NARROW = {"Version": "2012-10-17",
          "Statement": [{"Effect": "Allow", "Action": "s3:GetObject",
                         "Resource": "arn:aws:s3:::training-data/corpus/*"}]}


def load(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


class Workspace(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.top = pathlib.Path(self.scratch.name)
        self.work = self.top / "work"
        (self.work / "policies").mkdir(parents=True)
        (self.top / "bin").mkdir()
        (self.top / "bin" / "leastwise").symlink_to(PROGRAM)
        self.environment = {"PATH": f"{self.top}/bin:{os.environ['PATH']}", "HOME": self.scratch.name,
                            "GIT_CONFIG_NOSYSTEM": "1"}

    def policy(self, content, name="train.json"):
        path = self.work / "policies" / name
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")

    def run_in(self, command, **environment):
        return subprocess.run(command, cwd=self.work, env={**self.environment, **environment},
                              capture_output=True, text=True, check=False)

    def git(self, *words):
        who = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
        subprocess.run(["git", *who, *words], cwd=self.work, env=self.environment, check=True,
                       capture_output=True)


class ReadmeTest(unittest.TestCase):
    def test_every_example_stands_in_it_word_for_word(self):
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        blocks = dict(re.findall(r"<!-- (packaging/examples/\S+) -->\n```\w*\n(.*?)```\n", text, re.S))
        files = sorted(path for path in EXAMPLES.iterdir())
        self.assertEqual(sorted(blocks), [str(path.relative_to(ROOT)) for path in files])
        for path in files:
            self.assertEqual(blocks[str(path.relative_to(ROOT))], path.read_text(encoding="utf-8"))


class ActionTest(Workspace):
    def setUp(self):
        super().setUp()
        self.action = load(ROOT / "action.yml")
        self.steps = self.action["runs"]["steps"]

    def run_check(self, **inputs):
        """The steps that are scripts, as a runner runs them: the exit code ends the job."""
        values = {name: spec["default"] for name, spec in self.action["inputs"].items()}
        values.update(inputs, program=str(PROGRAM))
        for name in ("output", "summary"):
            (self.top / name).write_text("", encoding="utf-8")
        runner = {"GITHUB_ACTION_PATH": str(ROOT), "GITHUB_WORKSPACE": str(self.work),
                  "GITHUB_OUTPUT": f"{self.top}/output", "RUNNER_TEMP": str(self.top),
                  "GITHUB_STEP_SUMMARY": f"{self.top}/summary"}
        for step in self.steps:
            if "run" not in step or step.get("if") == "inputs.program == ''":
                continue
            self.assertNotIn("if", step)
            for name, text in step.get("env", {}).items():
                key = re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", text)
                runner[name] = values[key.group(1)]
            self.assertEqual(step["shell"], "bash")
            result = self.run_in(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c",
                                  step["run"]], **runner)
        return result

    def test_no_text_of_others_becomes_part_of_a_script(self):
        for step in self.steps:
            self.assertNotIn("${{", step.get("run", ""))

    def test_other_actions_are_pinned_by_commit(self):
        workflow = load(EXAMPLES / "github-code-scanning.yml")
        uses = [step["uses"] for step in self.steps if "uses" in step]
        uses += [step["uses"] for step in workflow["jobs"]["policies"]["steps"]]
        for one in uses:
            self.assertRegex(one, r"@([0-9a-f]{40}|COMMIT)$")

    def test_report_is_uploaded_also_where_the_check_failed(self):
        upload = self.steps[-1]
        self.assertIn("upload-sarif@", upload["uses"])
        self.assertTrue(upload["if"].startswith("always() && "))
        self.assertEqual(upload["with"]["sarif_file"], "${{ steps.check.outputs.sarif }}")

    def test_example_passes_inputs_that_there_are(self):
        workflow = load(EXAMPLES / "github-code-scanning.yml")
        job = workflow["jobs"]["policies"]
        self.assertEqual(job["permissions"], {"contents": "read", "security-events": "write"})
        given = job["steps"][-1]["with"]
        self.assertLessEqual(set(given), set(self.action["inputs"]))
        self.policy(WIDE)
        result = self.run_check(**given)
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("::error file=policies/train.json,line=", result.stdout)
        self.assertEqual((self.top / "output").read_text(), "sarif=leastwise.sarif\n")
        log = json.loads((self.work / "leastwise.sarif").read_text())
        uris = {place["physicalLocation"]["artifactLocation"]["uri"]
                for one in log["runs"][0]["results"] for place in one["locations"]}
        self.assertEqual(uris, {"policies/train.json"})
        self.assertIn("policies/train.json", (self.top / "summary").read_text())

    def test_clean_policies_pass_with_a_report(self):
        self.policy(NARROW)
        result = self.run_check()
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertEqual(json.loads((self.work / "leastwise.sarif").read_text())["runs"][0]["results"], [])

    def test_inputs_are_words_and_nothing_else(self):
        self.policy(WIDE)
        hostile = "policies\n$(touch pwned)\n`touch pwned`; touch pwned\n--exit-zero\n"
        result = self.run_check(**{"paths": hostile, "fail-on": "low; touch pwned"})
        self.assertEqual(result.returncode, 2)
        result = self.run_check(paths=hostile)
        self.assertEqual(result.returncode, 3, result.stderr)
        self.assertEqual(sorted(path.name for path in self.work.iterdir()), ["leastwise.sarif", "policies"])
        self.assertEqual(self.run_check(sarif="a\nother=b").returncode, 2)
        self.assertEqual((self.top / "output").read_text(), "")

    def test_threshold_configuration_and_base_are_passed_on(self):
        self.policy(WIDE)
        (self.work / "gate.yaml").write_text("version: 1\nfail-on: nonsense\n")
        self.assertEqual(self.run_check(config="gate.yaml").returncode, 2)
        self.git("init", "-q", "-b", "main")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "all")
        self.assertEqual(self.run_check(**{"diff-base": "main"}).returncode, 0)


class GitlabTest(Workspace):
    def test_job_writes_the_report_that_it_hands_over(self):
        example = load(EXAMPLES / "gitlab-ci.yml")
        template = ROOT / example["include"][0]["file"]
        job = load(template)["leastwise"]
        self.assertEqual(job["image"]["name"], "$LEASTWISE_IMAGE")
        self.assertEqual(job["artifacts"]["when"], "always")
        report = self.work / job["artifacts"]["reports"]["codequality"]
        variables = {**job["variables"], **example["variables"]}
        for content, code in ((WIDE, 1), (NARROW, 0)):
            self.policy(content)
            result = self.run_in(["sh", "-e", "-c", "\n".join(job["script"])], **variables)
            self.assertEqual(result.returncode, code, result.stderr)
            entries = json.loads(report.read_text())
            self.assertEqual({entry["location"]["path"] for entry in entries},
                             {"policies/train.json"} if code else set())


class PlainJobTest(Workspace):
    def setUp(self):
        super().setUp()
        self.policy(NARROW)
        self.git("init", "-q", "-b", "main")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "narrow")
        self.git("update-ref", "refs/remotes/origin/main", "HEAD")

    def test_passes_where_nothing_was_added(self):
        result = self.run_in([EXAMPLES / "ci.sh"])
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        xml.etree.ElementTree.parse(self.work / "leastwise.xml")

    def test_fails_on_a_finding_and_on_new_access_without_one(self):
        self.policy(WIDE)
        result = self.run_in([EXAMPLES / "ci.sh"])
        self.assertEqual(result.returncode, 1)
        self.assertIn("policies/train.json", result.stdout)
        self.policy({**NARROW, "Statement": NARROW["Statement"] + [
            {"Effect": "Allow", "Action": "s3:GetObject",
             "Resource": "arn:aws:s3:::training-data/other/*"}]})
        result = self.run_in([EXAMPLES / "ci.sh"])
        self.assertEqual(result.returncode, 1)
        self.assertIn("FAIL policies/train.json: adds access", result.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=1)
