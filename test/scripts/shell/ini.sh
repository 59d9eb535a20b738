# A parser for files of sections and settings.
parse() {
  section=none
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      '' | [\;\#]*) continue ;;
      \[*\])
        section=${line#?}
        section=${section%?}
        ;;
      *=*)
        key=$(trim "${line%%=*}")
        value=$(trim "${line#*=}")
        printf '%s.%s=<%s>\n' "$section" "$key" "$value"
        ;;
      *) echo "cannot read: $line" >&2; return 1 ;;
    esac
  done
}

trim() {
  text=$1
  text=${text#"${text%%[! ]*}"}
  printf '%s' "${text%"${text##*[! ]}"}"
}

cat >settings.ini <<'INI'
; comment
top = 1
[window]
title =  a = b; $HOME  
size=80 x 24

# another
[empty]
[paths]
tmp = /tmp/*
INI
parse <settings.ini | sort
printf '[x]\nnonsense\n' | parse 2>&1
echo "status $?"
# expect: none.top=<1>
# expect: paths.tmp=</tmp/*>
# expect: window.size=<80 x 24>
# expect: window.title=<a = b; $HOME>
# expect: cannot read: nonsense
# expect: status 1
