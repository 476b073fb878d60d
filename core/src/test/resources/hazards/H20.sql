-- expect H20:t.email 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, email VARCHAR(100) COLLATE utf8mb4_general_ci, UNIQUE KEY email (email));
-- clean
CREATE TABLE t (id INT PRIMARY KEY, email VARCHAR(100) COLLATE utf8mb4_nopad_bin, UNIQUE KEY email (email));
