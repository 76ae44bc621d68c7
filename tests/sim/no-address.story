# a's kernel refuses the address: it resigns at once, and leaves whoever takes
# over alone from then on (decision 10).
router a 10.0.0.11 priority 200
router b 10.0.0.12 priority 100
at 1 no-address a for 5
calm 6
end 12
---
   0.000 a starts
   0.000 b starts
   0.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
   0.000 b Initialize -> Backup (the interface is up, primary address 10.0.0.12)
   1.000 no-address a
   3.219 a sends priority 200
   3.219 a cannot put 10.0.0.1 up
   3.219 a sends priority 0
   3.219 a takes 10.0.0.1 off
   3.219 a Backup -> Initialize (no virtual address can be put up)
   3.828 b sends priority 100
   3.828 b puts 10.0.0.1 up
   3.828 b announces 10.0.0.1
   3.828 b Backup -> Master (10.0.0.11 resigned)
   3.828 a Initialize -> Backup (10.0.0.12 advertises priority 100)
   4.828 b sends priority 100
   4.828 b announces 10.0.0.1
   5.828 b sends priority 100
   5.828 b announces 10.0.0.1
   6.000 no-address a ends
   6.828 b sends priority 100
   6.828 b announces 10.0.0.1
   7.828 b sends priority 100
   8.828 b sends priority 100
   9.828 b sends priority 100
  10.828 b sends priority 100
  11.828 b sends priority 100
