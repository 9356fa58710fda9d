#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/run_program.h"
#include "support/scratch_folder.h"

namespace leastwise {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kReadsAll =
    R"({"Version": "2012-10-17", "Statement": [{"Sid": "ReadAll", "Effect": "Allow",)"
    R"( "Action": "s3:GetObject", "Resource": "*"}]})";

class ConfigCommandTest : public testing::Test {
 protected:
  ConfigCommandTest() { folder_.Write("policies/read.json", kReadsAll); }

  void Configure(const std::string& text) const {
    folder_.Write(".leastwise.yaml", "version: 1\n" + text);
  }
  ProgramRun Run(const std::vector<std::string>& arguments,
                 const std::vector<std::string>& environment = {}) const {
    ProgramCall call;
    call.arguments = arguments;
    call.folder = folder_.path();
    call.environment = environment;
    return RunProgramUnderTest(call);
  }
  ProgramRun Check(std::vector<std::string> more = {},
                   const std::vector<std::string>& environment = {}) const {
    more.insert(more.begin(), {"check", "--format", "concise"});
    more.emplace_back("policies");
    return Run(more, environment);
  }

  ScratchFolder folder_;
};

TEST_F(ConfigCommandTest, CallWinsOverEnvironmentOverFileOverDefault) {
  EXPECT_EQ(Check().code, 1);
  Configure("fail-on: critical\n");
  EXPECT_EQ(Check().code, 0);
  EXPECT_EQ(Check({}, {"LEASTWISE_FAIL_ON=high"}).code, 1);
  EXPECT_EQ(Check({"--fail-on", "critical"}, {"LEASTWISE_FAIL_ON=high"}).code, 0);
  EXPECT_EQ(Check({"--no-config"}).code, 1);
  const ProgramRun wrong = Check({}, {"LEASTWISE_FAIL_ON=hihg"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_EQ(wrong.err,
            "leastwise: LEASTWISE_FAIL_ON cannot be `hihg`\n  = hint: did you mean `high`?\n");
}

TEST_F(ConfigCommandTest, PersonasAreListedWithTheirPartsAndThoseOfTheConfiguration) {
  const ProgramRun shipped = Run({"config", "personas"});
  EXPECT_EQ(shipped.code, 0);
  EXPECT_THAT(shipped.out,
              AllOf(HasSubstr("\nml-pipeline             Step Functions and Airflow pipelines"),
                    HasSubstr("\n  ml-pipeline-sfn       Step Functions state machine"),
                    HasSubstr("`leastwise:persona`"), Not(HasSubstr("of the configuration"))));
  Configure("personas:\n- {id: label-merger, allow: [\"s3:GetObject\"], names: [\"merge-*\"]}\n");
  EXPECT_THAT(Run({"config", "personas"}).out,
              HasSubstr("\nlabel-merger            of the configuration\n"));
  EXPECT_THAT(
      Run({"config", "personas", "--format", "json"}).out,
      AllOf(StartsWith("[\n{\"persona\":\""),
            HasSubstr("{\"persona\":\"label-merger\",\"title\":\"\",\"part_of\":\"\","
                      "\"allow\":[\"s3:GetObject\"],\"require\":[],\"resources\":[]}\n]\n")));
  const ProgramRun wrong = Run({"config", "personas", "--format", "yaml"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("--format cannot be `yaml`"));
}

TEST_F(ConfigCommandTest, ConfigIsNamedByTheCallOrTheEnvironment) {
  folder_.Write("ci/strict.yaml", "version: 1\nselect: [LW7]\n");
  EXPECT_EQ(Check({"--config", "ci/strict.yaml"}).code, 0);
  EXPECT_EQ(Check({}, {"LEASTWISE_CONFIG=ci/strict.yaml"}).code, 0);
  const ProgramRun missing = Check({"--config", "ci/gone.yaml"});
  EXPECT_EQ(missing.code, 2);
  EXPECT_THAT(missing.err, HasSubstr("cannot read `ci/gone.yaml`"));
  EXPECT_EQ(Check({"--config", "ci/strict.yaml", "--no-config"}).code, 2);
}

TEST_F(ConfigCommandTest, EveryMistakeIsShownWithItsLine) {
  Configure("fial-on: high\naudience: everyone\n");
  const ProgramRun run = Check();
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_THAT(
      run.err,
      AllOf(HasSubstr("leastwise: .leastwise.yaml:2:1: unknown key `fial-on` in the configuration\n"
                      "  |\n2 | fial-on: high\n  | ^\n  = hint: did you mean `fail-on`?\n"),
            HasSubstr(".leastwise.yaml:3:11: `everyone` is not a value of `audience`")));
}

TEST_F(ConfigCommandTest, RulesAndParametersThatAreNotThereAreMistakesOfTheFile) {
  Configure(
      "ignore: [LW99]\nparams: {trusted_acounts: [a]}\noverrides: {s3-read-evry-bucket: {enabled: "
      "false}}\n");
  const ProgramRun run = Check();
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, AllOf(HasSubstr(".leastwise.yaml:3:10: no rule has a parameter "
                                       "`trusted_acounts`"),
                             HasSubstr("did you mean `trusted_accounts`?"),
                             HasSubstr(".leastwise.yaml:4:13: there is no rule "
                                       "`s3-read-evry-bucket`"),
                             HasSubstr("did you mean `s3-read-every-bucket`?")));
  Configure("ignore: [LW99]\n");
  EXPECT_THAT(Check().err, HasSubstr(".leastwise.yaml:2:10: `ignore` names no rule: `LW99`"));
}

TEST_F(ConfigCommandTest, OverridesTurnRulesOffAndGiveOtherGrades) {
  EXPECT_THAT(Check().out, HasSubstr("error[LW1003]"));
  Configure("overrides: {s3-read-every-bucket: {severity: low}}\n");
  EXPECT_THAT(Check().out, HasSubstr("note[LW1003]"));
  Configure("overrides: {LW1003: {enabled: false}}\n");
  EXPECT_THAT(Check().out, Not(HasSubstr("LW1003")));
  EXPECT_THAT(Check({"--select", "LW1003"}).out, Not(HasSubstr("LW1003")));
  Configure("overrides: {LW1003: {audience: pedantic}}\n");
  EXPECT_THAT(Check().out, Not(HasSubstr("LW1003")));
  EXPECT_THAT(Check({"--audience", "pedantic"}).out, HasSubstr("LW1003"));
  Configure("ignore: [LW1]\noverrides: {LW1003: {enabled: true}}\n");
  EXPECT_THAT(Check().out, HasSubstr("LW1003"));
}

TEST_F(ConfigCommandTest, ExcludedFilesAreNotWalkedButMayBeNamed) {
  Configure("exclude: [policies/generated, '**/*.tmp.json']\n");
  folder_.Write("policies/generated/a.json", kReadsAll);
  folder_.Write("policies/b.tmp.json", kReadsAll);
  EXPECT_EQ(Run({"check", "--list-files", "."}).out, "policies/read.json\n");
  EXPECT_EQ(Run({"check", "--list-files", "policies/generated/a.json"}).out,
            "policies/generated/a.json\n");
  EXPECT_EQ(Run({"check", "--list-files", "--force-exclude", "policies/generated/a.json"}).out, "");
}

TEST_F(ConfigCommandTest, TrustedAccountsAreParametersOfTheTrustRules) {
  folder_.Write("policies/trust.json",
                R"({"Role": {"RoleName": "train", "Arn": "arn:aws:iam::111111111111:role/train",)"
                R"( "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [)"
                R"({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::222222222222:root"},)"
                R"( "Action": "sts:AssumeRole"}]}}})");
  EXPECT_THAT(Check().out, HasSubstr("LW4003"));
  EXPECT_THAT(Check({"--set", "trusted_accounts=222222222222"}).out, Not(HasSubstr("LW4003")));
  EXPECT_THAT(Check({"--set", "LW4003.trusted_accounts=333333333333,222222222222"}).out,
              Not(HasSubstr("LW4003")));
  EXPECT_THAT(Check({"--set", "LW4003.trusted_accounts=333333333333"}).out, HasSubstr("LW4003"));
  Configure("params: {trusted_accounts: ['222222222222']}\n");
  EXPECT_THAT(Check().out, Not(HasSubstr("LW4003")));
  EXPECT_THAT(Check({"--set", "trusted_accounts="}).out, HasSubstr("LW4003"));
  const ProgramRun wrong = Check({"--set", "LW1003.trusted_accounts=1"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("no rule `LW1003` has a parameter `trusted_accounts`"));
  EXPECT_EQ(Check({"--set", "trusted_accounts"}).code, 2);
}

TEST_F(ConfigCommandTest, SensitiveBucketsTurnTheirRuleOnAndOff) {
  folder_.Write("policies/own.json",
                R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action":)"
                R"( ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::tables/*"}]})");
  EXPECT_THAT(Check().out, Not(HasSubstr("LW1010")));
  EXPECT_THAT(Check({"--set", "sensitive_buckets=arn:*:s3:::tables/*"}).out, HasSubstr("LW1010"));
  EXPECT_THAT(Check({"--set", "sensitive_buckets="}).out, Not(HasSubstr("LW1010")));
  Configure("params:\n  sensitive_buckets: [tables]\n");
  const ProgramRun wrong = Check();
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr(".leastwise.yaml:3:23: `tables` is no pattern of ARNs"));
}

TEST_F(ConfigCommandTest, PersonasOfTheConfigAreRecognised) {
  const std::string dump =
      R"({"RoleDetailList": [{"RoleName": "nightly", "Arn": "arn:aws:iam::111111111111:role/nightly",)"
      R"( "Path": "/", "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [)"
      R"({"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action":)"
      R"( "sts:AssumeRole"}]}, "RolePolicyList": [], "AttachedManagedPolicies": [],)"
      R"( "InstanceProfileList": [], "Tags": []}], "UserDetailList": [], "GroupDetailList": [],)"
      R"( "Policies": []})";
  folder_.Write("policies/dump.json", dump);
  EXPECT_THAT(Check().out, Not(HasSubstr("LW3002")));
  Configure("personas: [{id: batch-training, names: [nightly]}]\n");
  EXPECT_THAT(Check().out, HasSubstr("LW3002"));
}

TEST_F(ConfigCommandTest, PersonasOfTheConfigHaveABaseline) {
  folder_.Write("policies/role.json",
                R"({"RoleName": "nightly", "Path": "/", "AttachedManagedPolicies": [],)"
                R"( "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": {"Version":)"
                R"( "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject",)"
                R"( "kinesis:PutRecord"], "Resource": ["arn:aws:s3:::ml-data/*",)"
                R"( "arn:aws:kinesis:eu-west-1:111122223333:stream/runs"]}]}}]})");
  EXPECT_THAT(Check().out, Not(HasSubstr("LW900")));
  Configure("personas: [{id: batch-training, names: [nightly]}]\n");
  EXPECT_THAT(Check().out,
              HasSubstr("role `nightly` can `kinesis:PutRecord`, which persona `batch-training`"));
  Configure("personas: [{id: batch-training, names: [nightly], allow: ['kinesis:PutRecord']}]\n");
  EXPECT_THAT(Check().out, Not(HasSubstr("LW900")));
  Configure(
      "personas: [{id: batch-training, names: [nightly], allow: ['kinesis:PutRecord'], "
      "resources: ['arn:aws:s3:::ml-data/train/*']}]\n");
  EXPECT_THAT(Check().out, HasSubstr("LW9005"));
  Configure(
      "personas: [{id: batch-training, names: [nightly], allow: ['kinesis:PutRecord'], "
      "require: ['kinesis:GetRecords']}]\n"
      "params: {check_completeness: [all]}\n");
  EXPECT_THAT(Check().out, HasSubstr("role `nightly` lacks `kinesis:GetRecords`"));
}

// All of them at once, each where it stands.
TEST_F(ConfigCommandTest, NamesOfNothingInPersonasAreErrors) {
  Configure(
      "personas: [{id: batch-training, allow: [everything, 's3:GetObjct'], require: ['foo:*'], "
      "actions: ['s3:Get*'], resources: [ml-data, 'arn:aws:s3:::*']}]\n");
  const ProgramRun wrong = Check();
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("2:41: no action is called `everything`"));
  EXPECT_THAT(wrong.err, HasSubstr("no action is called `s3:GetObjct`"));
  EXPECT_THAT(wrong.err, HasSubstr("did you mean `s3:GetObject`?"));
  EXPECT_THAT(wrong.err, HasSubstr("`foo:*` matches no action of the catalog"));
  EXPECT_THAT(wrong.err, HasSubstr("`require` names single actions"));
  EXPECT_THAT(wrong.err, HasSubstr("`ml-data` is no pattern of ARNs"));
  EXPECT_THAT(wrong.err, Not(HasSubstr("`s3:Get*`")));
}

TEST_F(ConfigCommandTest, PacksArePinnedByVersionAndHash) {
  const std::string pack =
      "schema: leastwise/pack/1\npack: mine\nversion: 1.2.0\nrules:\n"
      "- {id: MY1, name: no-get, title: No get, severity: high, category: tool, match: {allow: "
      "{actions: {any: ['s3:GetObject']}}}, message: 'reads {resources}', why: so, help: stop}\n";
  folder_.Write("rules/mine.yaml", pack);
  Configure("packs: [{path: rules/mine.yaml, name: mine, version: 1.2.0}, {name: core}]\n");
  EXPECT_THAT(Check().out, HasSubstr("[MY1]"));
  Configure(
      "packs:\n- {path: rules/mine.yaml, version: 1.3.0}\n- {name: core, version: 9.9.9}\n"
      "- {name: cor}\n");
  const ProgramRun versions = Check();
  EXPECT_EQ(versions.code, 2);
  EXPECT_THAT(versions.err, AllOf(HasSubstr(":3:36: pack `mine` is version `1.2.0`, not `1.3.0`"),
                                  HasSubstr(":4:25: pack `core` is version `0."),
                                  HasSubstr(":5:10: no shipped pack is called `cor`")));
  Configure("packs: [{path: rules/mine.yaml, sha256: " + std::string(64, '0') + "}]\n");
  const ProgramRun hash = Check();
  EXPECT_EQ(hash.code, 2);
  ASSERT_THAT(hash.err, HasSubstr("its SHA-256 is `"));
  const std::string right = hash.err.substr(hash.err.find("SHA-256 is `") + 12, 64);
  Configure("packs: [{path: rules/mine.yaml, sha256: " + right + "}]\n");
  EXPECT_THAT(Check().out, HasSubstr("[MY1]"));
}

TEST_F(ConfigCommandTest, InitWritesAConfigThatACheckTakes) {
  const ProgramRun made = Run({"config", "init"});
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(ReadWholeFile(folder_ / ".leastwise.yaml"), HasSubstr("- {name: core, version: 0."));
  EXPECT_EQ(Check().code, 1);
  const ProgramRun again = Run({"config", "init"});
  EXPECT_EQ(again.code, 2);
  EXPECT_THAT(again.err, HasSubstr("is there already"));
}

TEST_F(ConfigCommandTest, ShowSaysWhatSetEachSetting) {
  Configure(
      "fail-on: high\nparams: {trusted_accounts: ['1', '2']}\noverrides: {LW1003: {severity: "
      "low}}\n");
  const ProgramRun run = Run({"config", "show"}, {"LEASTWISE_AUDIENCE=auditor"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, StartsWith("# read: .leastwise.yaml\nfail-on: high:medium "));
  EXPECT_THAT(run.out, AllOf(HasSubstr("  # .leastwise.yaml:2\n"), HasSubstr("audience: auditor"),
                             HasSubstr("# LEASTWISE_AUDIENCE\n"),
                             HasSubstr("params.trusted_accounts: [1, 2]"),
                             HasSubstr("overrides.LW1003.severity: low"),
                             HasSubstr("min-severity: info"), HasSubstr("# default\n")));
  EXPECT_THAT(Run({"config", "show", "--no-config"}).out, StartsWith("# no configuration file\n"));
  EXPECT_EQ(Run({"config", "shwo"}).code, 2);
  EXPECT_EQ(Run({"config"}).code, 2);
}

TEST_F(ConfigCommandTest, SchemaIsTheOneInTheRepository) {
  const ProgramRun run = Run({"config", "schema"});
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(run.out,
            ReadWholeFile(std::string(LEASTWISE_SOURCE_DIR) + "/rules/schema/config.schema.json"));
}

}  // namespace
}  // namespace leastwise
