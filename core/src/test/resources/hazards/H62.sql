-- expect H62:t 2
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a INET4, b INET6);
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a INT);
