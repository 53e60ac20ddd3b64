# Ends a child and all that it started: when it is told to, and by itself when the pipe on its standard input closes,
# which is when Twinlog died. A line is an order:
#   watch PID   watch this process and what it starts; answers "watching"
#   look        remember what it has started by now
#   term        SIGTERM to all of them, and wake those that are stopped
#   kill        SIGKILL to all of them, again until none is left
#   over        end without doing anything
# A process is known by its id and the time of its start, so an id that was given anew names nobody we know.
# Only POSIX sh. Linux tells of processes in /proc; elsewhere ps does.
LC_ALL=C
trap '' HUP INT QUIT TERM PIPE

patience=1 # seconds that it has after its standard input closed, and again after SIGTERM
rounds=20  # of SIGKILL, for what is started meanwhile

watched=      # process id
began=        # when it began
family=' '    # what belongs to it, as "ID:BEGAN "; it only grows

# Every process, as "ID:PARENT:GROUP:SESSION:BEGAN". Zombies are dead.
if [ -r /proc/self/stat ]; then
    processes() {
        for folder in /proc/[0-9]*; do
            { IFS= read -r line <"$folder/stat"; } 2>/dev/null || continue
            # shellcheck disable=SC2086 # fields are words; the name of the program, in parentheses, comes before them
            set -- ${line##*) }
            [ "$1" = Z ] || echo "${folder#/proc/}:$2:$3:$4:${20}"
        done
    }
else
    processes() {
        ps -A -o pid=,ppid=,pgid=,stat=,lstart= | tr ':' '.' | while IFS= read -r line; do
            # shellcheck disable=SC2086
            set -- $line
            case $4 in Z*) continue ;; esac
            echo "$1:$2:$3:$3:$5.$6.$7.$8.$9"
        done
    }
fi

# Sets the parts of one line of processes.
take() {
    id=${1%%:*} rest=${1#*:}
    parent=${rest%%:*} rest=${rest#*:}
    group=${rest%%:*} rest=${rest#*:}
    session=${rest%%:*} start=${rest#*:}
}

# Finds who belongs to it now, into "present"; what was started by those who do belongs too. A session and a group keep
# their number from being given anew as long as anybody is in them, so a stranger with the number means that they are empty.
look() {
    all=$(processes)
    present=' '
    parents=' '
    ours=1
    for one in $all; do
        take "$one"
        if [ "$id" = "$watched" ] && [ "$start" != "$began" ]; then ours=; fi
    done
    grown=1
    while [ "$grown" ]; do
        grown=
        for one in $all; do
            take "$one"
            case $parents in *" $id "*) continue ;; esac
            kin=
            case $family in *" $id:$start "*) kin=1 ;; esac
            case $parents in *" $parent "*) kin=1 ;; esac
            if [ "$ours" ] && { [ "$session" = "$watched" ] || [ "$group" = "$watched" ] || [ "$id" = "$watched" ]; }; then
                kin=1
            fi
            [ "$kin" ] && [ "$id" != $$ ] || continue
            parents="$parents$id "
            present="$present$id:$start "
            case $family in *" $id:$start "*) ;; *) family="$family$id:$start " ;; esac
            grown=1
        done
    done
}

# Sends a signal to those present.
tell() {
    for one in $present; do kill -s "$1" "${one%%:*}" 2>/dev/null; done
}

kill_all() {
    round=0
    look
    while [ "$present" != ' ' ] && [ "$round" -lt "$rounds" ]; do
        tell KILL
        round=$((round + 1))
        [ "$round" -lt 3 ] || sleep 0.1
        look
    done
}

watch() {
    watched=$1
    for one in $(processes); do
        take "$one"
        if [ "$id" = "$watched" ]; then began=$start; fi
    done
    [ "$began" ] || exit 1
    look
    echo watching
}

while IFS= read -r order; do
    case $order in
    'watch '*) watch "${order#watch }" ;;
    look) look ;;
    term)
        look
        tell TERM
        tell CONT
        ;;
    kill) kill_all ;;
    over) exit 0 ;;
    esac
done

[ "$watched" ] || exit 0
look
sleep "$patience"
look
tell TERM
tell CONT
[ "$present" = ' ' ] || sleep "$patience"
kill_all
