-- expect H52:aääääääääääääääääääääääääääääääääääääääää 1
-- expect H52:t.aääääääääääääääääääääääääääääääääääääääää 1
-- hazard
CREATE TABLE `aääääääääääääääääääääääääääääääääääääääää` (id INT PRIMARY KEY);
CREATE TABLE t (id INT PRIMARY KEY, `aääääääääääääääääääääääääääääääääääääääää` INT);
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a INT);
