# No authentication: someone else than the Master resigns in the name of c,
# twice, so that the Master does not answer each (decision 8), and is not
# obeyed (decision 14); in the name of the Master he is, since
# nobody can tell.
router a 10.0.0.11 priority 200
router b 10.0.0.12 priority 150
router c 10.0.0.13 priority 100
at 5.5 forge c 0 for 0.5
at 7.6 forge a 0 for 0.2
calm 8
end 11
---
   0.000 a starts
   0.000 b starts
   0.000 c starts
   0.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
   0.000 b Initialize -> Backup (the interface is up, primary address 10.0.0.12)
   0.000 c Initialize -> Backup (the interface is up, primary address 10.0.0.13)
   3.219 a sends priority 200
   3.219 a puts 10.0.0.1 up
   3.219 a announces 10.0.0.1
   3.219 a Backup -> Master (no advertisement to obey for 3.219 s)
   4.219 a sends priority 200
   4.219 a announces 10.0.0.1
   5.219 a sends priority 200
   5.219 a announces 10.0.0.1
   5.500 an attacker sends
   5.500 a sends priority 200
   5.500 a announces 10.0.0.1
   5.500 a 10.0.0.13 resigns while we are Master: answered
   5.750 an attacker sends
   6.500 a sends priority 200
   6.500 a announces 10.0.0.1
   6.500 a 10.0.0.13 resigns while we are Master: answered
   7.500 a sends priority 200
   7.500 a announces 10.0.0.1
   7.600 an attacker sends
   8.014 b sends priority 150
   8.014 b puts 10.0.0.1 up
   8.014 b announces 10.0.0.1
   8.014 b Backup -> Master (10.0.0.11 resigned)
   8.014 a sends priority 200
   8.014 a announces 10.0.0.1
   8.014 a 10.0.0.12 advertises as a second master of lower precedence (priority 150): answered
   8.014 b takes 10.0.0.1 off
   8.014 b sends priority 150
   8.014 b Master -> Backup (10.0.0.11 advertises priority 200)
   9.014 a sends priority 200
   9.014 a announces 10.0.0.1
   9.014 a 10.0.0.12 advertises as a second master of lower precedence (priority 150): answered
  10.014 a sends priority 200
  10.014 a announces 10.0.0.1
  11.014 a sends priority 200
  11.014 a announces 10.0.0.1
  12.014 a sends priority 200
  12.014 a announces 10.0.0.1
