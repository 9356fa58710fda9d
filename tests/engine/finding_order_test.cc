#include "engine/finding_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "engine/finding_builder.h"

namespace leastwise {
namespace {

class FindingOrderTest : public testing::Test {
 protected:
  FindingOrderTest() {
    first_.id = "LW1001";
    second_.id = "LW1002";
  }

  void Add(const Rule& rule, const SourceFile* file, std::uint32_t begin,
           std::string message = {}) {
    Finding finding;
    finding.rule = &rule;
    if (file != nullptr) finding.primary.location = {file, {begin, begin + 3}};
    finding.message = std::move(message);
    const FingerprintWords words = {"role", "sid:S", "/Statement", ""};
    finding.fingerprint = Fingerprint(PartsOf(finding, words));
    findings_.push_back(std::move(finding));
  }

  // "path:begin rule" of each, in order.
  std::vector<std::string> Order() {
    PutInOrder(workers_, &findings_);
    std::vector<std::string> out;
    for (const Finding& finding : findings_) {
      const Location& place = finding.primary.location;
      out.push_back(place.valid() ? place.file->path() + ":" + std::to_string(place.span.begin)
                                  : "-");
      out.back() += " " + finding.rule->id + finding.message;
    }
    return out;
  }

  using Lines = std::vector<std::string>;

  Rule first_;
  Rule second_;
  std::unique_ptr<SourceFile> a_ = SourceFile::FromString("a.json", "abcabcabcabc");
  std::unique_ptr<SourceFile> b_ = SourceFile::FromString("b.json", "abcabcabcabc");
  std::vector<Finding> findings_;
  std::size_t workers_ = 1;
};

TEST_F(FindingOrderTest, IsByPathPlaceRuleAndMessage) {
  Add(first_, b_.get(), 3);
  Add(second_, a_.get(), 6);
  Add(first_, b_.get(), 0);
  Add(second_, a_.get(), 3);
  Add(first_, a_.get(), 6, " y");
  Add(first_, a_.get(), 6, " x");
  Add(first_, nullptr, 0);
  EXPECT_EQ(Order(), (Lines{"- LW1001", "a.json:3 LW1002", "a.json:6 LW1001 x", "a.json:6 LW1001 y",
                            "a.json:6 LW1002", "b.json:0 LW1001", "b.json:3 LW1001"}));
}

TEST_F(FindingOrderTest, EqualOnesOfAFileAreCounted) {
  Add(first_, a_.get(), 3);
  Add(first_, b_.get(), 0);
  const std::string of_other_file = findings_.back().fingerprint;
  Add(first_, a_.get(), 0);
  Add(first_, a_.get(), 6);
  Order();
  const std::string first = findings_[0].fingerprint;
  EXPECT_EQ(findings_[1].fingerprint, RepeatedFingerprint(first, 1));
  EXPECT_EQ(findings_[2].fingerprint, RepeatedFingerprint(first, 2));
  EXPECT_EQ(findings_[3].fingerprint, of_other_file);
}

TEST_F(FindingOrderTest, EveryPermutationOfFiveComesOutInOrder) {
  std::vector<std::uint32_t> places = {0, 1, 2, 3, 4};
  do {
    findings_.clear();
    for (const std::uint32_t place : places) Add(first_, a_.get(), place);
    EXPECT_EQ(Order(), (Lines{"a.json:0 LW1001", "a.json:1 LW1001", "a.json:2 LW1001",
                              "a.json:3 LW1001", "a.json:4 LW1001"}));
  } while (std::next_permutation(places.begin(), places.end()));
}

// Those of a file are put in order by one worker, whichever.
TEST_F(FindingOrderTest, WorkersMakeNoDifference) {
  std::vector<std::unique_ptr<SourceFile>> files;
  for (int i = 0; i < 50; ++i) {
    files.push_back(SourceFile::FromString(std::to_string(100 + i), "abcabcabcabc"));
    for (const std::uint32_t place : {6U, 3U, 3U, 0U}) Add(first_, files.back().get(), place);
  }
  std::vector<Finding> as_they_came = findings_;
  const Lines alone = Order();
  std::vector<std::string> fingerprints;
  for (const Finding& finding : findings_) fingerprints.push_back(finding.fingerprint);
  findings_ = std::move(as_they_came);
  workers_ = 4;
  EXPECT_EQ(Order(), alone);
  for (std::size_t i = 0; i < findings_.size(); ++i) {
    EXPECT_EQ(findings_[i].fingerprint, fingerprints[i]) << i;
  }
  EXPECT_EQ(alone[1], "100:3 LW1001");
  EXPECT_NE(fingerprints[1], fingerprints[2]);
}

TEST_F(FindingOrderTest, FilesAreTakenByPathAndTheirFindingsAsTheyCame) {
  const SourceFile* const a = a_.get();
  const SourceFile* const b = b_.get();
  using Indexes = std::vector<std::size_t>;
  EXPECT_EQ(FileByFile(std::vector{b, a, b, static_cast<const SourceFile*>(nullptr), a}),
            (Indexes{3, 1, 4, 0, 2}));
  EXPECT_EQ(FileByFile(std::vector{a, a, b}), Indexes{});
  EXPECT_EQ(FileByFile({}), Indexes{});
}

TEST_F(FindingOrderTest, NothingIsInOrder) { EXPECT_EQ(Order(), Lines{}); }

}  // namespace
}  // namespace leastwise
