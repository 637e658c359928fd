// Makes the objects of the new file by the statements that made them: tables before the rows, all else after them, in
// the order of the original in the end.
#pragma once

#include <string>
#include <vector>

#include "mapping/plan/plan.h"
#include "sync/sqlite/new_database.h"

namespace lite2pg {

class SchemaObjects {
 public:
  /// Both must outlive it.
  SchemaObjects(NewDatabase& db, const Schema& schema) : db_(db), schema_(schema) {}

  /// Tables with rows of their own. Throws Error(refused), naming all that SQLite refuses.
  void make_tables();
  /// Indexes, virtual tables with what they can make anew from other tables, triggers, views. What this SQLite cannot
  /// make (a module, function or collation that is the application's) is named, not made. Throws Error(refused) for
  /// unique indexes whose rows repeat.
  void make_others();
  /// Gives sqlite_schema the original's order, which tools show.
  void restore_order();

  /// Every object of the schema once, with what became of it.
  [[nodiscard]] const std::vector<ObjectPlan>& objects() const noexcept { return objects_; }
  [[nodiscard]] const std::vector<std::string>& notes() const noexcept { return notes_; }

 private:
  struct Part {
    int position;
    ObjectKind kind;
    std::string name, table;
    const std::string* sql;
  };
  [[nodiscard]] std::vector<Part> others() const;
  void make(const Part& part);
  void rebuild(const Part& part);
  void compare_texts();
  void record(const Part& part, const std::string& why_not);

  NewDatabase& db_;
  const Schema& schema_;
  std::vector<ObjectPlan> objects_;
  std::vector<std::string> notes_;
  std::vector<std::string> broken_;  ///< Unique indexes that the rows do not allow.
};

}  // namespace lite2pg
