#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "linter/check.h"
#include "linter/shipped_fixture.h"

namespace leastwise {
namespace {

// What is found of a role does not depend on who else is in the account: answers are shared between
// roles of like content, and many findings are built before all subjects were looked at.
class AccountTest : public testing::Test {
 protected:
  AccountTest() : knowledge_(Knowledge::Open(LinkedData(), {}, files_)) {}

  using Lines = std::multiset<std::string>;

  static std::string Account(const std::vector<std::string>& roles) {
    std::string text = R"({"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [)";
    for (const std::string& role : roles) text += (text.back() == '[' ? "\n" : ",\n") + role;
    return text + R"(], "Policies": []})";
  }

  // By role; what several roles have is of none.
  std::map<std::string, Lines> FindingsOf(std::string_view name,
                                          const std::vector<std::string>& roles,
                                          std::size_t workers) {
    files_.Add(std::string(name), Account(roles));
    CheckOptions options;
    options.workers = workers;
    const std::vector<InputFile> inputs = {{std::string(name), true}};
    const CheckResult result = Check(inputs, *knowledge_, files_, options);
    std::map<std::string, Lines> lines;
    for (const Finding& finding : result.report.findings) {
      if (finding.containers.size() != 1) continue;
      lines[finding.containers.front()].insert(
          finding.rule->id + " " + finding.message + " " +
          std::string(finding.primary.location.text()) + " " + finding.sid +
          (finding.confidence == Confidence::kLow ? " low" : ""));
    }
    return lines;
  }

  MemoryFileReader files_;
  std::unique_ptr<Knowledge> knowledge_;
};

class RoleMaker {
 public:
  std::string Make(std::size_t number) {
    const std::string name = "role-" + std::to_string(number);
    std::string role = R"({"Path": "/", "RoleName": ")" + name +
                       R"(", "Arn": "arn:aws:iam::111122223333:role/)" + name +
                       R"(", "AssumeRolePolicyDocument": )" + Document(Trust()) +
                       R"(, "RolePolicyList": [)";
    const int policies = Below(3);
    for (int i = 0; i < policies; ++i) {
      role += std::string(i > 0 ? ", " : "") + R"({"PolicyName": "p)" + std::to_string(i) +
              R"(", "PolicyDocument": )" + Document(Statements()) + "}";
    }
    role += R"(], "AttachedManagedPolicies": [)";
    if (Below(6) == 0) {
      role += R"({"PolicyName": "AmazonS3FullAccess", )"
              R"("PolicyArn": "arn:aws:iam::aws:policy/AmazonS3FullAccess"})";
    }
    return role + R"(], "Tags": []})";
  }

 private:
  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

  std::string OneOf(const std::vector<std::string>& texts) {
    std::string text = texts[static_cast<std::size_t>(Below(static_cast<int>(texts.size())))];
    for (std::size_t at = text.find('#'); at != text.npos; at = text.find('#')) {
      text.replace(at, 1, std::to_string(Below(10)));
    }
    return text;
  }

  static std::string Document(const std::string& statements) {
    return R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}";
  }

  std::string Trust() {
    return R"({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": )" +
           OneOf({R"({"Service": "sagemaker.amazonaws.com"})",
                  R"({"Service": "ec2.amazonaws.com"})",
                  R"({"AWS": "arn:aws:iam::44445555666#:root"})",
                  R"({"AWS": "arn:aws:iam::111122223333:root"})", R"({"AWS": "*"})"}) +
           OneOf({"", "",
                  R"(, "Condition": {"StringEquals": {"aws:SourceAccount": "11112222333#"}})"}) +
           "}";
  }

  std::string Statements() {
    std::string out = Statement("Allow");
    if (Below(3) == 0) out += ", " + Statement("Allow");
    if (Below(5) == 0) out += ", " + Statement("Deny");
    return out;
  }

  std::string Statement(std::string_view effect) {
    return R"({"Sid": "S)" + std::to_string(Below(1000)) + R"(", "Effect": ")" +
           std::string(effect) + R"(", "Action": )" +
           OneOf({R"("s3:GetObject")", R"(["s3:GetObject", "s3:PutObject"])", R"("s3:*")",
                  R"("s3:Get*")", R"("s3:NoSuchThing")", R"(["s3:PutObject", "s3:DeleteObject"])",
                  R"(["sagemaker:CreateTrainingJob", "sagemaker:AddTags"])", R"("kms:Decrypt")",
                  R"("ec2:CreateVpc")", R"("secretsmanager:GetSecretValue")"}) +
           R"(, "Resource": ")" +
           OneOf({"*", "arn:aws:s3:::ml-data-#/run-##/*", "arn:aws:s3:::training#-output/*",
                  "arn:aws:s3:::*#*", "arn:aws:s3:::sagemaker-us-east-1-11112222333#/*",
                  "arn:aws:s3:::bucket-#", "arn:aws:s3:::b#/${aws:PrincipalTag/t#}/*",
                  "arn:aws:sagemaker:us-east-1:11112222333#:training-job/j#*",
                  "arn:aws:kms:us-east-1:11112222333#:key/*",
                  "arn:aws:ec2:us-east-1:111122223333:ipv6pool-ec2/a#",
                  "arn:aws:secretsmanager:*:11112222333#:secret:s#-??????"}) +
           R"(")" +
           OneOf({"", "",
                  R"(, "Condition": {"StringEquals": {"aws:ResourceAccount": "11112222333#"}})"}) +
           "}";
  }

  std::mt19937 random_{20261123};
};

TEST_F(AccountTest, UnseenFindingsAreCountedAsManyAsThereAre) {
  RoleMaker maker;
  std::vector<std::string> roles;
  for (std::size_t i = 0; i < 4300; ++i) roles.push_back(maker.Make(i));
  files_.Add("account.json", Account(roles));
  const std::vector<InputFile> inputs = {{"account.json", true}};
  std::map<std::string, std::size_t> all;
  const CheckResult whole = Check(inputs, *knowledge_, files_, {});
  for (const Finding& finding : whole.report.findings) {
    if (finding.disposition == Disposition::kHiddenByAudience) ++all[finding.rule->id];
  }
  for (const std::size_t workers : {1U, 3U}) {
    CheckOptions options;
    options.workers = workers;
    options.count_unseen = true;
    const CheckResult seen = Check(inputs, *knowledge_, files_, options);
    std::map<std::string, std::size_t> counted;
    for (const CountedFindings& one : seen.report.counted) counted[one.rule->id] += one.count;
    for (const Finding& finding : seen.report.findings) {
      if (finding.disposition == Disposition::kHiddenByAudience) ++counted[finding.rule->id];
    }
    EXPECT_GT(counted.size(), 3U);
    EXPECT_EQ(counted, all);
    EXPECT_EQ(seen.report.summary.cannot_tell, whole.report.summary.cannot_tell);
    EXPECT_EQ(seen.report.summary.superseded, whole.report.summary.superseded);
  }
}

TEST_F(AccountTest, FindingsOfARoleDoNotDependOnTheOthers) {
  RoleMaker maker;
  std::vector<std::string> roles;
  for (std::size_t i = 0; i < 4300; ++i) roles.push_back(maker.Make(i));
  const std::map<std::string, Lines> whole = FindingsOf("account.json", roles, 1);
  EXPECT_GT(whole.size(), 3000U);
  EXPECT_EQ(FindingsOf("account.json", roles, 3), whole);
  for (std::size_t i = 0; i < roles.size(); i += 29) {
    const std::map<std::string, Lines> alone = FindingsOf("role.json", {roles[i]}, 1);
    const auto found = whole.find("role-" + std::to_string(i));
    EXPECT_EQ(found == whole.end() ? Lines() : found->second,
              alone.empty() ? Lines() : alone.begin()->second)
        << roles[i];
  }
}

}  // namespace
}  // namespace leastwise
