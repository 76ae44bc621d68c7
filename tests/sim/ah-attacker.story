# An attacker without the key: in the name of a he resigns, claims the highest
# priority, and plays again and corrupts what was on the wire.
auth ah
router a 10.0.0.11 priority 200
router b 10.0.0.12 priority 100
at 5.5 forge a 0 for 0.5
at 6.5 forge b 255 for 0.5
at 7.5 replay 2 for 0.5
at 8.5 corrupt 76543 for 0.5
calm 9
end 12
---
   0.000 a starts
   0.000 b starts
   0.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
   0.000 b Initialize -> Backup (the interface is up, primary address 10.0.0.12)
   3.219 a sends priority 200, number 1790000001
   3.219 a puts 10.0.0.1 up
   3.219 a announces 10.0.0.1
   3.219 a Backup -> Master (no advertisement to obey for 3.219 s)
   4.219 a sends priority 200, number 1790000002
   4.219 a announces 10.0.0.1
   5.219 a sends priority 200, number 1790000003
   5.219 a announces 10.0.0.1
   5.500 an attacker sends
   5.750 an attacker sends
   6.219 a sends priority 200, number 1790000004
   6.219 a announces 10.0.0.1
   6.500 an attacker sends
   6.750 an attacker sends
   7.219 a sends priority 200, number 1790000005
   7.500 an attacker sends
   7.750 an attacker sends
   8.219 a sends priority 200, number 1790000006
   8.500 an attacker sends
   8.750 an attacker sends
   9.219 a sends priority 200, number 1790000007
  10.219 a sends priority 200, number 1790000008
  11.219 a sends priority 200, number 1790000009
  12.219 a sends priority 200, number 1790000010
  13.219 a sends priority 200, number 1790000011
