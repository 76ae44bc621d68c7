# Nobody else is there: who stops lets go after 1.25 s and ends, who only
# steps down is Master again.
router a 10.0.0.11 priority 200
at 5 step-down a
at 8 stop a
end 12
---
   0.000 a starts
   0.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
   3.219 a sends priority 200
   3.219 a puts 10.0.0.1 up
   3.219 a announces 10.0.0.1
   3.219 a Backup -> Master (no advertisement to obey for 3.219 s)
   4.219 a sends priority 200
   4.219 a announces 10.0.0.1
   5.000 step-down a
   5.000 a sends priority 0
   5.000 a handing over: resigned, answering until another router advertises
   6.250 a sends priority 200
   6.250 a announces 10.0.0.1
   6.250 a handed over, but no other router answered
   7.250 a sends priority 200
   7.250 a announces 10.0.0.1
   8.000 stop a
   8.000 a sends priority 0
   8.000 a handing over: resigned, answering until another router advertises
   9.250 a takes 10.0.0.1 off
   9.250 a Master -> Initialize (handed over, but no other router answered)
   9.250 a ends
