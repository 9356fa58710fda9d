#include "iam/glob.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace leastwise {
namespace {

// The definition, word for word; exponential, for short patterns only.
bool NaiveMatch(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    return NaiveMatch(pattern.substr(1), text) ||
           (!text.empty() && NaiveMatch(pattern, text.substr(1)));
  }
  if (text.empty() || (pattern[0] != '?' && pattern[0] != text[0])) return false;
  return NaiveMatch(pattern.substr(1), text.substr(1));
}

// All words of up to `length` letters, the empty one first.
std::vector<std::string> Words(std::string_view letters, std::size_t length) {
  std::vector<std::string> words = {""};
  for (std::size_t from = 0, n = 0; n < length; ++n) {
    const std::size_t to = words.size();
    for (; from < to; ++from) {
      for (const char c : letters) words.push_back(words[from] + c);
    }
  }
  return words;
}

bool HasQuestion(const std::string& pattern) { return pattern.find('?') != std::string::npos; }

// The texts of `words` that a pattern matches, as a row of bits.
std::vector<bool> Language(const std::string& pattern, const std::vector<std::string>& words) {
  std::vector<bool> row;
  row.reserve(words.size());
  for (const std::string& word : words) row.push_back(Glob(pattern).Matches(word));
  return row;
}

bool IsSubset(const std::vector<bool>& a, const std::vector<bool>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] && !b[i]) return false;
  }
  return true;
}

bool Intersects(const std::vector<bool>& a, const std::vector<bool>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] && b[i]) return true;
  }
  return false;
}

TEST(GlobTest, StarMatchesAnyRunAndTheEmptyOne) {
  EXPECT_TRUE(Glob("a*c").Matches("ac"));
  EXPECT_TRUE(Glob("a*c").Matches("a/b:c"));
  EXPECT_FALSE(Glob("a*c").Matches("acd"));
}

TEST(GlobTest, QuestionMarkMatchesExactlyOneByte) {
  EXPECT_TRUE(Glob("a?c").Matches("abc"));
  EXPECT_FALSE(Glob("a?c").Matches("ac"));
  EXPECT_FALSE(Glob("a?c").Matches("abbc"));
}

TEST(GlobTest, FoldedModeIgnoresAsciiCaseOnly) {
  EXPECT_TRUE(Glob("S3:get*", CaseMode::kFold).Matches("s3:GetObject"));
  EXPECT_FALSE(Glob("S3:get*").Matches("s3:GetObject"));
  EXPECT_FALSE(Glob("[", CaseMode::kFold).Matches("{"));
  EXPECT_FALSE(Glob("@", CaseMode::kFold).Matches("`"));
}

TEST(GlobTest, BracketsAndBackslashesAreLiteral) {
  EXPECT_TRUE(Glob("[ab]\\*").Matches("[ab]\\x"));
  EXPECT_FALSE(Glob("[ab]").Matches("a"));
}

TEST(GlobTest, EscapedStarAndQuestionMarkMatchThemselves) {
  EXPECT_TRUE(Glob("a\x02").Matches("a*"));
  EXPECT_FALSE(Glob("a\x02").Matches("ab"));
  EXPECT_TRUE(Glob("a\x03").Matches("a?"));
  EXPECT_FALSE(Glob("a\x03").Matches("ab"));
  EXPECT_TRUE(Glob("a\x02").is_literal());
  EXPECT_TRUE(Glob("a*").Covers(Glob("a\x02")));
  EXPECT_FALSE(Glob("a\x02").Covers(Glob("a*")));
  EXPECT_FALSE(Glob("a\x02").Overlaps(Glob("a\x03")));
}

TEST(GlobTest, SaysWhatItIsMadeOf) {
  EXPECT_TRUE(Glob("**").is_everything());
  EXPECT_FALSE(Glob("").is_everything());
  EXPECT_FALSE(Glob("*a").is_everything());
  EXPECT_FALSE(Glob("?*").is_everything());
  EXPECT_TRUE(Glob("").is_literal());
  EXPECT_EQ(Glob("role/ml-*").literal_prefix(), "role/ml-");
  EXPECT_EQ(Glob("role").literal_prefix(), "role");
}

TEST(GlobTest, MatchesAgreesWithTheDefinitionOnAllShortPatternsAndTexts) {
  const std::vector<std::string> texts = Words("ab", 6);
  for (const std::string& pattern : Words("ab*?", 5)) {
    for (const std::string& text : texts) {
      ASSERT_EQ(Glob(pattern).Matches(text), NaiveMatch(pattern, text)) << pattern << " " << text;
    }
  }
}

TEST(GlobTest, CoversIsSoundAndExactWithoutQuestionMarksOnAllShortPatterns) {
  const std::vector<std::string> patterns = Words("ab*?", 4);
  const std::vector<std::string> texts = Words("abz", 5);  // z stands in no pattern
  std::vector<std::vector<bool>> languages;
  for (const std::string& pattern : patterns) languages.push_back(Language(pattern, texts));
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    for (std::size_t j = 0; j < patterns.size(); ++j) {
      const bool is_subset = IsSubset(languages[j], languages[i]);
      const bool covers = Glob(patterns[i]).Covers(Glob(patterns[j]));
      ASSERT_LE(covers, is_subset) << patterns[i] << " covers " << patterns[j];
      if (!HasQuestion(patterns[i]) && !HasQuestion(patterns[j])) {
        ASSERT_EQ(covers, is_subset) << patterns[i] << " covers " << patterns[j];
      }
    }
  }
}

TEST(GlobTest, OverlapsIsExactOnAllShortPatterns) {
  const std::vector<std::string> patterns = Words("ab*?", 4);
  const std::vector<std::string> texts = Words("ab", 8);  // a shortest common text has at most 8
  std::vector<std::vector<bool>> languages;
  for (const std::string& pattern : patterns) languages.push_back(Language(pattern, texts));
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      const bool common = Intersects(languages[i], languages[j]);
      ASSERT_EQ(Glob(patterns[i]).Overlaps(Glob(patterns[j])), common)
          << patterns[i] << " meets " << patterns[j];
      ASSERT_EQ(Glob(patterns[j]).Overlaps(Glob(patterns[i])), common);
    }
  }
}

TEST(GlobTest, RandomLongerPatternsAgreeWithTheDefinition) {
  std::mt19937 random(20260926);
  const auto make = [&random](std::string_view letters, std::size_t max) {
    std::string out(random() % (max + 1), ' ');
    for (char& c : out) c = letters[random() % letters.size()];
    return out;
  };
  const std::vector<std::string> texts = Words("abz", 6);
  for (int round = 0; round < 1500; ++round) {
    const std::string p = make("ab**?", 9);
    const std::string q = make("ab**?", 9);
    const std::vector<bool> in_p = Language(p, texts);
    const std::vector<bool> in_q = Language(q, texts);
    for (std::size_t i = 0; i < texts.size(); i += 37) {
      ASSERT_EQ(in_p[i], NaiveMatch(p, texts[i])) << p << " " << texts[i];
    }
    if (Glob(p).Covers(Glob(q))) {
      ASSERT_TRUE(IsSubset(in_q, in_p)) << p << " covers " << q;
      ASSERT_TRUE(Glob(p).Overlaps(Glob(q))) << p << " meets " << q;
    }
    if (Intersects(in_p, in_q)) {
      ASSERT_TRUE(Glob(p).Overlaps(Glob(q))) << p << " meets " << q;
    }
  }
}

TEST(GlobTest, CoversSeesThroughTheOrderOfStarsAndQuestionMarks) {
  EXPECT_TRUE(Glob("a*?").Covers(Glob("a?*")));
  EXPECT_TRUE(Glob("a?*").Covers(Glob("a*?*")));
  EXPECT_TRUE(Glob("*?").Covers(Glob("*??b")));
  EXPECT_FALSE(Glob("a?*").Covers(Glob("a*")));
}

TEST(GlobTest, CoversMindsTheCaseModes) {
  EXPECT_TRUE(Glob("s3:get*", CaseMode::kFold).Covers(Glob("S3:GetObject", CaseMode::kFold)));
  EXPECT_TRUE(Glob("s3:get*", CaseMode::kFold).Covers(Glob("S3:GetObject")));
  EXPECT_FALSE(Glob("S3").Covers(Glob("S3", CaseMode::kFold)));
  EXPECT_TRUE(Glob("1-2").Covers(Glob("1-2", CaseMode::kFold)));
  EXPECT_TRUE(Glob("S3").Overlaps(Glob("s3", CaseMode::kFold)));
  EXPECT_FALSE(Glob("S3").Overlaps(Glob("s3")));
}

TEST(GlobTest, AHoleIsCoveredByAStarOrByItselfOnly) {
  const auto hole = [](const std::string& name) { return kHoleMark + name + kHoleMark; };
  const std::string inner = "b/" + hole("aws:principaltag/team") + "/x";
  const auto is_covered = [&](const std::string& outer) { return Glob(outer).Covers(Glob(inner)); };
  EXPECT_TRUE(is_covered("b/*"));
  EXPECT_TRUE(is_covered("*/x"));
  EXPECT_TRUE(is_covered(inner));
  EXPECT_TRUE(is_covered("*" + hole("aws:principaltag/team") + "/*"));
  EXPECT_FALSE(is_covered("b/*team*"));
  EXPECT_FALSE(is_covered("b/" + std::string(23, '?') + "/x"));
  EXPECT_FALSE(is_covered("b/*" + hole("aws:principaltag/teams") + "/x"));
  // The text between two holes is no hole.
  const std::string between = hole("x") + "a" + hole("y");
  EXPECT_FALSE(Glob("*" + hole("a") + "*").Covers(Glob(between)));
}

TEST(GlobTest, ManyStarsOnALongTextStayCheap) {
  std::string pattern;
  for (int i = 0; i < 64; ++i) pattern += "*a";
  const std::string bad = pattern + "*b";
  const std::string text(20000, 'a');
  EXPECT_TRUE(Glob(pattern).Matches(text));
  EXPECT_FALSE(Glob(bad).Matches(text));
  EXPECT_FALSE(Glob(bad).Covers(Glob(pattern)));
  EXPECT_TRUE(Glob(pattern + "*").Covers(Glob(bad)));
  EXPECT_FALSE(Glob(pattern).Overlaps(Glob(bad)));
  EXPECT_TRUE(Glob(std::string(2000, '*')).Matches(text));
}

TEST(GlobTest, CompareFoldedOrdersByFoldedBytes) {
  EXPECT_EQ(CompareFolded("GetObject", "getobject"), 0);
  EXPECT_LT(CompareFolded("GetObject", "getobjectacl"), 0);
  EXPECT_GT(CompareFolded("b", "A"), 0);
  EXPECT_FALSE(EqualsFolded("a", "ab"));
}

TEST(GlobTest, CompareFoldedLooksBehindAWordThatIsAlike) {
  EXPECT_EQ(CompareFolded("aws:resourceaccount", "aws:resourceAccount"), 0);
  EXPECT_LT(CompareFolded("aws:resourceaccount", "aws:resourceOrgID"), 0);
  EXPECT_GT(CompareFolded("aws:resourceorgid", "aws:resourceORGIC"), 0);
  EXPECT_LT(CompareFolded("aws:reso", "aws:resourceorgid"), 0);
  EXPECT_EQ(CompareFolded("aws:reso", "aws:reso"), 0);
}

TEST(GlobListTest, MatchesWhatOneOfItsPatternsDoes) {
  std::vector<GlobList> lists;
  // Moved as the vector grows; short texts stand inside their strings.
  for (const char* pattern : {"ml-*", "b?", "A"}) {
    lists.emplace_back(std::vector<std::string>{"no-such", pattern}, CaseMode::kFold);
  }
  EXPECT_TRUE(lists[0].Matches("ML-train"));
  EXPECT_TRUE(lists[1].Matches("b1"));
  EXPECT_TRUE(lists[2].Matches("a"));
  EXPECT_FALSE(lists[2].Matches("ml-train"));
  EXPECT_TRUE(lists[2].Matches("no-such"));
  const GlobList copy = lists[1];
  lists.clear();
  EXPECT_TRUE(copy.Matches("b2"));
  EXPECT_EQ(copy.patterns().size(), 2U);
  EXPECT_TRUE(GlobList().empty());
  EXPECT_FALSE(GlobList().Matches(""));
}

}  // namespace
}  // namespace leastwise
