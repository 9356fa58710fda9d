#include "linter/expectations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "knowledge/blobs.h"

namespace leastwise {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

class ExpectationsTest : public testing::Test {
 protected:
  std::vector<Expectation> Read(std::string_view text) {
    errors_.clear();
    file_ = SourceFile::FromString("expect.yaml", text);
    return ReadExpectations(*file_, catalog_, &errors_);
  }
  // "line:column: message", of one entry's lines behind its name and policies.
  std::vector<std::string> Complaints(const std::string& lines) {
    Read("version: 1\nexpectations:\n- name: one\n  policies: p.json\n" + lines);
    std::vector<std::string> out;
    for (const Error& error : errors_) {
      EXPECT_EQ(error.kind, ErrorKind::kPack);
      out.push_back(std::to_string(error.where->at.line) + ":" +
                    std::to_string(error.where->at.column) + ": " + error.message);
    }
    return out;
  }
  std::string Hint() const { return errors_.empty() ? "" : errors_.front().hint; }

  const ActionCatalog catalog_ = *ActionCatalog::FromBlob(CatalogBlob());
  std::unique_ptr<SourceFile> file_;
  std::vector<Error> errors_;
};

TEST_F(ExpectationsTest, EveryPartIsReadWithItsPlace) {
  const std::vector<Expectation> read = Read(R"(version: 1
expectations:
  - name: training roles
    policies: [roles/*.json, "more"]
    kind: identity
    together: true
    with-boundary: b.json
    with-scp: [s.json]
    never: {actions: ["iam:*"], resources: ["*"]}
    always:
      - actions: s3:GetObject
        resources: arn:aws:s3:::ml-data/*
        context: {aws:SourceVpce: [vpce-1, "vpce-2*"], aws:SourceIp: null}
      - actions: [s3:PutObject]
    no-new-access-over: base.json
)");
  ASSERT_THAT(errors_, IsEmpty());
  ASSERT_THAT(read, SizeIs(1));
  const Expectation& one = read[0];
  EXPECT_EQ(one.name.text, "training roles");
  EXPECT_EQ(one.policies[1].where.text(), "\"more\"");
  EXPECT_EQ(one.kind, PolicyKind::kIdentity);
  EXPECT_TRUE(one.together);
  EXPECT_EQ(one.boundary->text, "b.json");
  EXPECT_THAT(one.service_controls, SizeIs(1));
  ASSERT_THAT(one.demands, SizeIs(4));
  EXPECT_EQ(one.demands[0].kind, DemandKind::kNever);
  EXPECT_EQ(one.demands[0].where.text(), "never");
  EXPECT_EQ(one.demands[1].requests.actions[0].where.text(), "s3:GetObject");
  ASSERT_THAT(one.demands[1].requests.context, SizeIs(2));
  EXPECT_THAT(one.demands[1].requests.context[0].values, SizeIs(2));
  EXPECT_THAT(one.demands[1].requests.context[1].values, IsEmpty());
  EXPECT_EQ(one.demands[2].kind, DemandKind::kAlways);
  EXPECT_EQ(one.demands[3].references[0].text, "base.json");
}

TEST_F(ExpectationsTest, EveryMistakeIsFoundInOneRun) {
  EXPECT_THAT(Complaints("  kind: identiy\n"
                         "  nevr: {}\n"
                         "  never: {actions: [s3:GetObjct, 's3:Nothing*'], resource: x}\n"
                         "  no-public-access: false\n"),
              ElementsAre("5:9: `identiy` is not a value of `kind` of expectation",
                          "6:3: unknown key `nevr` in expectation",
                          "7:21: no action is called `s3:GetObjct`",
                          "7:34: `s3:Nothing*` matches no action of the catalog",
                          "7:50: unknown key `resource` in never",
                          "8:21: `no-public-access` must be true"));
}

TEST_F(ExpectationsTest, UnknownWordsGetTheNearestOne) {
  Complaints("  nevr: {actions: ['iam:*']}\n  never: {actions: ['iam:*']}\n");
  EXPECT_EQ(Hint(), "did you mean `never`?");
  Complaints("  never: {actions: [s3:GetObjct]}\n");
  EXPECT_EQ(Hint(), "did you mean `s3:GetObject`?");
}

TEST_F(ExpectationsTest, HeaderIsDemanded) {
  Read("expectations: []\n");
  ASSERT_THAT(errors_, SizeIs(2));
  EXPECT_THAT(errors_[0].message, HasSubstr("lacks `version`"));
  Read("version: 2\nexpectations:\n- {name: a, policies: p, no-public-access: true}\n");
  ASSERT_THAT(errors_, SizeIs(1));
  EXPECT_EQ(errors_[0].message, "version must be 1");
  Read("version: 1\nexpectations: [}\n");
  ASSERT_THAT(errors_, SizeIs(1));
  EXPECT_EQ(errors_[0].kind, ErrorKind::kPack);
}

TEST_F(ExpectationsTest, NamesArePresentAndUnique) {
  Read(
      "version: 1\nexpectations:\n"
      "- {name: a, policies: p, no-public-access: true}\n"
      "- {name: a, policies: q, no-public-access: true}\n"
      "- {policies: q, no-public-access: true}\n");
  ASSERT_THAT(errors_, SizeIs(2));
  EXPECT_EQ(errors_[0].message, "two expectations are called `a`");
  EXPECT_EQ(errors_[0].where->at.line, 4U);
  EXPECT_THAT(errors_[1].message, HasSubstr("lacks `name`"));
}

TEST_F(ExpectationsTest, DuplicateKeysAreMistakes) {
  EXPECT_THAT(Complaints("  never: {actions: ['iam:*']}\n  never: {actions: ['s3:*']}\n"),
              SizeIs(1));
}

TEST_F(ExpectationsTest, NothingExpectedIsAMistake) {
  EXPECT_THAT(Complaints("  kind: trust\n"), ElementsAre("3:3: expectation expects nothing"));
  EXPECT_THAT(Complaints("  never: {}\n"), ElementsAre("5:10: `never` lacks `actions`"));
  EXPECT_THAT(Complaints("  always: {resources: ['*']}\n"),
              ElementsAre("5:11: `always` lacks `actions`"));
  EXPECT_THAT(Complaints("  never: []\n"), ElementsAre("5:10: `never` is an empty list"));
}

TEST_F(ExpectationsTest, RequestsThatCannotBeMadeAreRefused) {
  EXPECT_THAT(Complaints("  never: {actions: [s3:ListAllMyBuckets], resources: "
                         "['arn:aws:s3:::b']}\n"),
              ElementsAre(HasSubstr("`s3:ListAllMyBuckets` takes no resource")));
  EXPECT_THAT(Complaints("  always: {actions: [s3:ListBucket], resources: "
                         "['arn:aws:s3:::b/*']}\n"),
              ElementsAre(HasSubstr("is of a type that `s3:ListBucket` takes")));
  EXPECT_THAT(Complaints("  never: {actions: ['s3:*'], resources: ['s3:::b']}\n"),
              ElementsAre(HasSubstr("`s3:::b` is neither `*` nor an ARN of six parts")));
  EXPECT_THAT(Complaints("  kind: trust\n  never: {actions: ['sts:*'], resources: ['*']}\n"),
              ElementsAre(HasSubstr("a trust policy has no resources")));
}

TEST_F(ExpectationsTest, ValuesOfTheWrongShapeAreMistakes) {
  EXPECT_THAT(Complaints("  never: {actions: []}\n"), Contains("5:20: `actions` is an empty list"));
  EXPECT_THAT(Complaints("  never: {actions: [{}]}\n"),
              Contains("5:21: `actions` must be a text or a list of texts"));
  EXPECT_THAT(Complaints("  never: {actions: ['']}\n"),
              Contains("5:21: `actions` has an empty text"));
  EXPECT_THAT(Complaints("  never: {actions: ['s3:*'], context: []}\n"),
              ElementsAre("5:39: `context` must be a mapping of condition keys to values"));
  EXPECT_THAT(Complaints("  never: {actions: ['s3:*'], context: {SourceVpce: a}}\n"),
              ElementsAre("5:40: `SourceVpce` is no condition key"));
  EXPECT_EQ(Hint(), "write `service:key`");
  EXPECT_THAT(Complaints("  kind: trust\n  never: {actions: ['sts:*'], principals: ['a b']}\n"),
              ElementsAre(StartsWith("6:44: `a b` is neither")));
}

TEST_F(ExpectationsTest, LaterActionsHaveNoTemplateToShow) {
  EXPECT_THAT(Complaints("  always: {actions: ['s3:ListBucket*'], resources: "
                         "['arn:aws:sqs:::b']}\n"),
              ElementsAre(HasSubstr("is of a type that `s3:ListBucket*` takes")));
  EXPECT_EQ(Hint(), "");
}

TEST_F(ExpectationsTest, TooManyExpectationsAreRefusedAtOnce) {
  std::string text = "version: 1\nexpectations:\n";
  for (int i = 0; i < 10'001; ++i) text += "- {}\n";
  EXPECT_THAT(Read(text), IsEmpty());
  ASSERT_THAT(errors_, SizeIs(1));
  EXPECT_EQ(errors_[0].message, "there are more than 10000 expectations; use several files");
}

TEST_F(ExpectationsTest, CapsDoNotGoWithPublicAccess) {
  EXPECT_THAT(
      Complaints("  with-scp: s.json\n  together: true\n  no-public-access: true\n"),
      ElementsAre(HasSubstr("keeps strangers out"), HasSubstr("a resource has one policy")));
}

TEST_F(ExpectationsTest, ByteOrderMarkDoesNotMovePlaces) {
  Read("\xEF\xBB\xBFversion: 1\nexpectations:\n- {name: a, policies: p, never: {actions: x:y}}\n");
  ASSERT_THAT(errors_, SizeIs(1));
  EXPECT_EQ(errors_[0].where->at.line, 3U);
  EXPECT_EQ(errors_[0].where->at.column, 43U);
}

}  // namespace
}  // namespace leastwise
