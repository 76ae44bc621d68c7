# Planned stops: the Master resigns and goes on answering until another one
# is there, a Skew_Time later.  Then a Master steps down, and does not come
# back by itself, though it is the best; then it is asked to.
router a 10.0.0.11 priority 200
router b 10.0.0.12 priority 150
router c 10.0.0.13 priority 100
at 5 stop a for 4
at 15 step-down a
at 20 take a
calm 20
end 26
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
   5.000 stop a
   5.000 a sends priority 0
   5.000 a handing over: resigned, answering until another router advertises
   5.414 b sends priority 150
   5.414 b puts 10.0.0.1 up
   5.414 b announces 10.0.0.1
   5.414 b Backup -> Master (10.0.0.11 resigned)
   5.414 a takes 10.0.0.1 off
   5.414 a Master -> Initialize (handed over to 10.0.0.12, priority 150)
   5.414 a ends
   6.414 b sends priority 150
   6.414 b announces 10.0.0.1
   7.414 b sends priority 150
   7.414 b announces 10.0.0.1
   8.414 b sends priority 150
   8.414 b announces 10.0.0.1
   9.000 stop a ends
   9.000 a starts
   9.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
   9.414 b sends priority 150
  10.414 b sends priority 150
  11.414 b sends priority 150
  12.219 a sends priority 200
  12.219 a puts 10.0.0.1 up
  12.219 a announces 10.0.0.1
  12.219 a Backup -> Master (no advertisement to obey for 3.219 s)
  12.219 b takes 10.0.0.1 off
  12.219 b sends priority 150
  12.219 b Master -> Backup (10.0.0.11 advertises priority 200)
  12.219 a sends priority 200
  12.219 a announces 10.0.0.1
  13.219 a sends priority 200
  13.219 a announces 10.0.0.1
  14.219 a sends priority 200
  14.219 a announces 10.0.0.1
  15.000 step-down a
  15.000 a sends priority 0
  15.000 a handing over: resigned, answering until another router advertises
  15.414 b sends priority 150
  15.414 b puts 10.0.0.1 up
  15.414 b announces 10.0.0.1
  15.414 b Backup -> Master (10.0.0.11 resigned)
  15.414 a takes 10.0.0.1 off
  15.414 a Master -> Backup (handed over to 10.0.0.12, priority 150)
  16.414 b sends priority 150
  16.414 b announces 10.0.0.1
  17.414 b sends priority 150
  17.414 b announces 10.0.0.1
  18.414 b sends priority 150
  18.414 b announces 10.0.0.1
  19.414 b sends priority 150
  20.000 take a
  20.000 a sends priority 200
  20.000 a puts 10.0.0.1 up
  20.000 a announces 10.0.0.1
  20.000 a Backup -> Master (asked to by SIGUSR1)
  20.000 b takes 10.0.0.1 off
  20.000 b sends priority 150
  20.000 b Master -> Backup (10.0.0.11 advertises priority 200)
  20.000 a sends priority 200
  20.000 a announces 10.0.0.1
  21.000 a sends priority 200
  21.000 a announces 10.0.0.1
  22.000 a sends priority 200
  22.000 a announces 10.0.0.1
  23.000 a sends priority 200
  23.000 a announces 10.0.0.1
  24.000 a sends priority 200
  25.000 a sends priority 200
