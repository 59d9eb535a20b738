# The machine stops when its command ends, whoever is left.
sleep 1000 &
spin &
echo done
# expect: done
