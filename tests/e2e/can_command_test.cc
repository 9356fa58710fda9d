#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

constexpr std::string_view kPolicy = R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListAllMyBuckets", "sts:AssumeRole"],
      "Resource": ["arn:aws:s3:::data/*", "arn:aws:iam::111111111111:role/*"]
    },
    {
      "Effect": "Deny",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
})";

// Two roles, one of which the other may assume.
constexpr std::string_view kDump = R"({
  "UserDetailList": [], "GroupDetailList": [], "Policies": [],
  "RoleDetailList": [
    {"RoleName": "trainer", "Arn": "arn:aws:iam::111111111111:role/trainer", "Path": "/",
     "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [
       {"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"Service": "sagemaker.amazonaws.com"}}]},
     "RolePolicyList": [{"PolicyName": "read", "PolicyDocument": {"Version": "2012-10-17",
       "Statement": [{"Effect": "Allow", "Action": "s3:GetObject",
                      "Resource": "arn:aws:s3:::data/*"}]}}],
     "AttachedManagedPolicies": []},
    {"RoleName": "admin", "Arn": "arn:aws:iam::111111111111:role/admin", "Path": "/",
     "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [
       {"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"AWS": "arn:aws:iam::111111111111:role/trainer"}}]},
     "RolePolicyList": [],
     "AttachedManagedPolicies": [
       {"PolicyName": "AdministratorAccess",
        "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}]}
  ]
})";

class CanCommandTest : public testing::Test {
 protected:
  CanCommandTest() {
    folder_.Write("policy.json", kPolicy);
    folder_.Write("dump.json", kDump);
  }

  ProgramRun Can(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "can");
    return Leastwise(folder_.path(), arguments);
  }
  ProgramRun CanGet(std::vector<std::string> more) const {
    more.insert(more.begin(),
                {"policy.json", "--action", "s3:GetObject", "--resource", "arn:aws:s3:::data/x"});
    return Can(more);
  }

  ScratchFolder folder_;
};

TEST_F(CanCommandTest, AllowedShowsTheStatementAndWhatWasNotGiven) {
  const ProgramRun run = CanGet({"--context-complete"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(
      run.out,
      "allowed: `s3:GetObject` on `arn:aws:s3:::data/x`\n"
      "  --> policy.json:6:18\n"
      "   |\n"
      " 6 |       \"Action\": [\"s3:GetObject\", \"s3:ListAllMyBuckets\", \"sts:AssumeRole\"],\n"
      "   |                  ^^^^^^^^^^^^^^ this Allow of the identity policy applies\n"
      " 7 |       \"Resource\": [\"arn:aws:s3:::data/*\", \"arn:aws:iam::111111111111:role/*\"]\n"
      "   |                    --------------------- matches the resource\n"
      "   |\n"
      "   = why: an Allow of the identity policy applies\n"
      "   = note: not given, so not held against the request: a permissions boundary,\n"
      "           service control policies, resource control policies\n");
}

TEST_F(CanCommandTest, DecidingKeyThatIsNotGivenIsNamed) {
  const ProgramRun run = CanGet({});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out,
              AllOf(StartsWith("cannot tell: "), HasSubstr("\"aws:SecureTransport\": \"false\""),
                    HasSubstr("it depends on `aws:SecureTransport`")));
  EXPECT_EQ(CanGet({"--context", "aws:securetransport=true"}).code, 0);
  EXPECT_EQ(CanGet({"--without", "aws:SecureTransport"}).code, 0);
}

TEST_F(CanCommandTest, DenyIsShown) {
  const ProgramRun run = CanGet({"--context", "aws:SecureTransport=false"});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, AllOf(StartsWith("denied: "), HasSubstr("policy.json:11:17"),
                             HasSubstr("this Deny of the identity policy applies"),
                             HasSubstr("this condition holds")));
}

TEST_F(CanCommandTest, ImplicitDenialShowsWhatFailsInTheNearestAllow) {
  const ProgramRun run = Can({"policy.json", "--action", "s3:GetObject", "--resource",
                              "arn:aws:s3:::other/x", "--context-complete"});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, AllOf(StartsWith("denied: "), HasSubstr("does not match the resource"),
                             HasSubstr("no policy allows it")));
}

TEST_F(CanCommandTest, OtherLayersDecideToo) {
  folder_.Write("put.json", R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow",
      "Action": "s3:PutObject", "Resource": "*"}})");
  folder_.Write("all.json", R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow",
      "Action": "*", "Resource": "*"}})");
  EXPECT_THAT(CanGet({"--context-complete", "--boundary", "put.json"}).out,
              HasSubstr("the permissions boundary does not allow it"));
  EXPECT_THAT(CanGet({"--context-complete", "--scp", "all.json", "--scp", "put.json"}).out,
              HasSubstr("no service control policy of level 2 allows it"));
  EXPECT_EQ(CanGet({"--context-complete", "--scp", "all.json", "--scp", "put.json,all.json"}).code,
            0);
  EXPECT_THAT(CanGet({"--context-complete", "--session", "put.json"}).out,
              HasSubstr("no session policy allows it"));
  EXPECT_THAT(CanGet({"--context-complete", "--principal", "arn:aws:iam::111111111111:role/r",
                      "--account", "222222222222"})
                  .out,
              HasSubstr("no resource policy of account `222222222222`"));
}

TEST_F(CanCommandTest, DumpOfSeveralNeedsThePrincipal) {
  const std::vector<std::string> asked = {"dump.json", "--action", "s3:GetObject", "--resource",
                                          "arn:aws:s3:::data/x"};
  const ProgramRun run = Can(asked);
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, AllOf(HasSubstr("the files hold 2 users and roles"),
                             HasSubstr("`arn:aws:iam::111111111111:role/admin`")));
  for (const char* principal : {"trainer", "role/trainer", "arn:aws:iam::111111111111:role/trainer",
                                "arn:aws:sts::111111111111:assumed-role/trainer/job"}) {
    std::vector<std::string> more = asked;
    more.insert(more.end(), {"--principal", principal});
    EXPECT_EQ(Can(more).code, 0) << principal;
  }
  std::vector<std::string> more = asked;
  more.insert(more.end(), {"--principal", "nobody"});
  EXPECT_THAT(Can(more).err, HasSubstr("no user or role of the files is `nobody`"));
}

TEST_F(CanCommandTest, AwsManagedPolicyIsKnownAndNamed) {
  const ProgramRun run = Can(
      {"dump.json", "--principal", "admin", "--action", "s3:ListAllMyBuckets", "--resource", "*"});
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.out, HasSubstr("the AWS managed policy `AdministratorAccess`"));
}

TEST_F(CanCommandTest, TagsOfTheIdentityAreKnownUnlessTheCallSaysOtherwise) {
  folder_.Write("tagged.json", R"({"RoleDetailList": [{"RoleName": "trainer",
      "Arn": "arn:aws:iam::111111111111:role/trainer", "Tags": [{"Key": "Team", "Value": "ml"}],
      "RolePolicyList": [{"PolicyName": "read", "PolicyDocument": {"Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
                       "Condition": {"StringEquals": {"aws:PrincipalTag/team": "ml"}}}]}}],
      "AttachedManagedPolicies": []}]})");
  const auto ask = [this](const std::vector<std::string>& more) {
    std::vector<std::string> call = {"tagged.json", "--action", "s3:GetObject", "--resource",
                                     "arn:aws:s3:::data/x"};
    call.insert(call.end(), more.begin(), more.end());
    return Can(call);
  };
  const ProgramRun run = ask({});
  EXPECT_EQ(run.code, 0) << run.out;
  EXPECT_THAT(run.out, HasSubstr("though a session"));
  EXPECT_EQ(ask({"--context", "aws:PrincipalTag/team=ops"}).code, 1);
  EXPECT_EQ(ask({"--without", "aws:PrincipalTag/team"}).code, 1);
}

TEST_F(CanCommandTest, TrustPolicyIsTakenFromTheDump) {
  const auto ask = [this](const char* principal, const char* role) {
    return Can({"dump.json", "--principal", principal, "--action", "sts:AssumeRole", "--resource",
                "arn:aws:iam::111111111111:role/" + std::string(role)})
        .code;
  };
  EXPECT_EQ(ask("sagemaker.amazonaws.com", "trainer"), 0);
  EXPECT_EQ(ask("trainer", "admin"), 0);
  EXPECT_EQ(ask("admin", "trainer"), 1);
}

TEST_F(CanCommandTest, JsonSaysTheSame) {
  const ProgramRun run = CanGet({"--context-complete", "--format", "json"});
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.out, AllOf(StartsWith(R"({"format":"can-v1","verdict":"allowed",)"),
                             HasSubstr(R"("statement":0,)"), HasSubstr(R"("path":"policy.json")")));
}

TEST_F(CanCommandTest, CallsThatAreWrongSaySo) {
  const auto error = [this](const std::vector<std::string>& arguments) {
    const ProgramRun run = Can(arguments);
    EXPECT_EQ(run.code, 2) << run.out;
    return run.err;
  };
  EXPECT_THAT(error({"--action", "a:b", "--resource", "*"}), HasSubstr("which policies?"));
  EXPECT_THAT(error({"policy.json", "--resource", "*"}), HasSubstr("--action is missing"));
  EXPECT_THAT(error({"policy.json", "--action", "a:b"}), HasSubstr("--resource is missing"));
  EXPECT_THAT(error({"policy.json", "--action", "s3:Get*", "--resource", "*"}),
              HasSubstr("is a pattern"));
  EXPECT_THAT(error({"policy.json", "--action", "s3:GetObject", "--resource", "data"}),
              HasSubstr("no ARN of six parts"));
  EXPECT_THAT(
      error({"policy.json", "--action", "s3:ListAllMyBuckets", "--resource", "arn:aws:s3:::data"}),
      HasSubstr("takes no resource"));
  EXPECT_THAT(error({"policy.json", "--action", "a:b", "--resource", "*", "--context", "k"}),
              HasSubstr("--context takes KEY=VALUE"));
  EXPECT_THAT(error({"policy.json", "--action", "a:b", "--resource", "*", "--format", "sarif"}),
              HasSubstr("--format"));
}

TEST_F(CanCommandTest, UnknownActionIsAskedAndNoted) {
  const ProgramRun run = Can({"policy.json", "--action", "s3:GetObjct", "--resource",
                              "arn:aws:s3:::data/x", "--context-complete"});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, HasSubstr("`s3:GetObject` is meant"));
}

TEST_F(CanCommandTest, InputThatCannotBeReadIsThree) {
  folder_.Write("broken.json", "{\"Version\": ");
  folder_.Write("other.json", "{}");
  for (const char* file : {"missing.json", "broken.json", "other.json"}) {
    const ProgramRun run =
        Can({file, "--action", "s3:GetObject", "--resource", "arn:aws:s3:::data/x"});
    EXPECT_EQ(run.code, 3) << file;
    EXPECT_THAT(run.err, HasSubstr(file));
    EXPECT_THAT(run.out, Not(HasSubstr("allowed")));
  }
}

}  // namespace
}  // namespace leastwise
