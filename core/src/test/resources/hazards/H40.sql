-- expect H40:t.odd 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(10), CONSTRAINT odd CHECK (a REGEXP '^x'));
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a INT, CONSTRAINT fine CHECK (a > 5));
