# A firewall drops a's advertisements: three in a row, and it lets go, for
# nobody hears it.  It tries again, and cannot become Master (decision 10).
router a 10.0.0.11 priority 200
router b 10.0.0.12 priority 100
at 5 refuse a for 9
calm 14
end 19
---
   0.000 a starts
   0.000 b starts
   0.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
   0.000 b Initialize -> Backup (the interface is up, primary address 10.0.0.12)
   3.219 a sends priority 200
   3.219 a puts 10.0.0.1 up
   3.219 a announces 10.0.0.1
   3.219 a Backup -> Master (no advertisement to obey for 3.219 s)
   4.219 a sends priority 200
   4.219 a announces 10.0.0.1
   5.000 refuse a
   5.219 a may not send
   6.219 a may not send
   7.219 a may not send
   7.219 a takes 10.0.0.1 off
   7.219 a Master -> Initialize (the kernel refuses our advertisements: Operation not permitted)
   7.828 b sends priority 100
   7.828 b puts 10.0.0.1 up
   7.828 b announces 10.0.0.1
   7.828 b Backup -> Master (no advertisement from 10.0.0.11 for 3.609 s)
   8.828 b sends priority 100
   8.828 b announces 10.0.0.1
   9.828 b sends priority 100
   9.828 b announces 10.0.0.1
  10.438 a may not send
  10.438 a the kernel refuses our advertisements: Operation not permitted
  10.828 b sends priority 100
  10.828 b announces 10.0.0.1
  11.828 b sends priority 100
  12.828 b sends priority 100
  13.656 a may not send
  13.656 a the kernel refuses our advertisements: Operation not permitted
  13.828 b sends priority 100
  14.000 refuse a ends
  14.828 b sends priority 100
  15.828 b sends priority 100
  16.828 b sends priority 100
  16.875 a sends priority 200
  16.875 a puts 10.0.0.1 up
  16.875 a announces 10.0.0.1
  16.875 a Initialize -> Master (advertisements can be sent again)
  16.875 b takes 10.0.0.1 off
  16.875 b sends priority 100
  16.875 b Master -> Backup (10.0.0.11 advertises priority 200)
  16.875 a sends priority 200
  16.875 a announces 10.0.0.1
  17.875 a sends priority 200
  17.875 a announces 10.0.0.1
  18.875 a sends priority 200
  18.875 a announces 10.0.0.1
