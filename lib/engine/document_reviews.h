#ifndef LEASTWISE_ENGINE_DOCUMENT_REVIEWS_H_
#define LEASTWISE_ENGINE_DOCUMENT_REVIEWS_H_

#include <cstddef>
#include <span>
#include <vector>

#include "access/access_memo.h"
#include "access/policy_review.h"

namespace leastwise {

// What ReviewPolicy (access/policy_review.h) and ReviewAgainstData (access/data_review.h) find in
// the documents of a run. Equal documents are reviewed once, however many identities have a copy;
// the result does not depend on the workers. Borrows the documents and the tables.
class DocumentReviews {
 public:
  DocumentReviews(std::span<Policy* const> documents, const ActionTable& actions,
                  const AccessMemo& memo, std::size_t workers);

  // In order of the documents; to be called once.
  std::vector<Problem> TakeProblems() { return std::move(problems_); }
  std::size_t exact_questions() const { return exact_questions_; }
  std::size_t without_an_answer() const { return without_an_answer_; }

 private:
  std::vector<Problem> problems_;
  std::size_t exact_questions_ = 0;
  std::size_t without_an_answer_ = 0;
};

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_DOCUMENT_REVIEWS_H_
