/*
 * The claim lease of a batch's ledger, for spin 6.5. README.md beside this file says what is modelled and what is not, how to run
 * it, and what complete searches found. Names are those of src/Grains/Batches; a test compares the states.
 *
 * One row of a batch, two silos with room for one activation each, senders, a provider, late outcomes, an operator, and faults.
 * Every step below is atomic, and anything may happen between two of them: a slow or hung process needs no step of its own.
 */

/* ------------------------------------------------------------ bounds of the search */
#ifndef RECIPIENTS
#define RECIPIENTS 1            /* 1 or 2                                                                  */
#endif
#ifndef CLAIMS
#define CLAIMS (RECIPIENTS + 2) /* ids; one is used again only when nobody can mention it any more         */
#endif
#ifndef ATTEMPTS
#define ATTEMPTS 2              /* Sending:RetryAttempts                                                   */
#endif
#ifndef AT_MOST_ONCE
#define AT_MOST_ONCE 0          /* the campaign's DeliveryGuarantee                                        */
#endif
#ifndef CRASHES
#define CRASHES 0               /* ends of a silo without a word                                           */
#endif
#ifndef TAKEOVERS
#define TAKEOVERS 0             /* a second activation beside a living one, which does not know of it      */
#endif
#ifndef STOPS
#define STOPS 0                 /* activations stopped by the runtime, in the midst of whatever they do    */
#endif
#ifndef FAILED_WRITES
#define FAILED_WRITES 0         /* writes that fail, carried out or not                                    */
#endif
#ifndef LANDING
#define LANDING 0               /* 1: such a write may also be carried out later                           */
#endif
#ifndef LOST_ANSWERS
#define LOST_ANSWERS 0          /* answers of the provider that never come, the mail accepted or not       */
#endif
#ifndef POISON
#define POISON 0                /* 1: the mail of recipient 0 kills the silo that sends it                 */
#endif
#ifndef CANCELS
#define CANCELS 0
#endif
#ifndef REPLAYS
#define REPLAYS 0
#endif
#ifndef DISCARDS
#define DISCARDS 0
#endif

/* ------------------------------------------------------------ the rules: 0 switches one off */
#ifndef CLAIM_BEFORE_SEND
#define CLAIM_BEFORE_SEND 1     /* a slice is dispatched only when the write of its claim is known to be in the row           */
#endif
#ifndef SENDER_WATCHES_DEADLINE
#define SENDER_WATCHES_DEADLINE 1
#endif
#ifndef JUDGE_AFTER_MARGIN
#define JUDGE_AFTER_MARGIN 1    /* a claim that another activation may still hold is judged only after deadline and margin    */
#endif
#ifndef LATE_SETTLES_ONLY
#define LATE_SETTLES_ONLY 1     /* an outcome of a claim that is not the recipient's, unless Accepted, only settles its doubt */
#endif
#ifndef DOUBT_BEATS_REJECTED
#define DOUBT_BEATS_REJECTED 1  /* rejected while an earlier claim is in doubt: InDoubt, not Dead                             */
#endif
#ifndef RESEND_ONCE
#define RESEND_ONCE 1           /* at-least-once: a second doubt in a generation is InDoubt                                   */
#endif
#ifndef RESEND_ALONE
#define RESEND_ALONE 1          /* what goes out again after a doubt goes alone, one at a time                                */
#endif
#ifndef ADDRESS_GENERATION
#define ADDRESS_GENERATION 1    /* an acceptance from before the address was corrected does not count                         */
#endif
#ifndef KEEP_LATE_OUTCOMES
#define KEEP_LATE_OUTCOMES 1    /* the silo keeps outcomes whose activation is gone                                           */
#endif
#ifndef ACKNOWLEDGE_IN_ROW
#define ACKNOWLEDGE_IN_ROW 1    /* RecordLate answers when the outcome is in the row, not in memory                           */
#endif
#ifndef GIVE_BACK
#define GIVE_BACK 1             /* claims of a write of unknown fate, never dispatched, come back as NotAttempted             */
#endif
#ifndef SETTLE_CANCELLED
#define SETTLE_CANCELLED 1      /* a cancelled campaign goes on with EnsureRunning as long as something is Claimed             */
#endif
#ifndef IDLE_AFTER_WRITE
#define IDLE_AFTER_WRITE 1      /* idle is said after a write of one's own, which shuts out older ones: 0 after a reading     */
#endif
#ifndef LATE_REOPENS
#define LATE_REOPENS 2          /* a late outcome puts a finished campaign to work again: 1 once it is in the row, 2 before    */
#endif

/* ------------------------------------------------------------ names */
mtype:RecipientStatus = { Pending, Claimed, Waiting, Sent, Dead, InDoubt, Suppressed, Discarded };
mtype:DeliveryKind = { NotAttempted, Accepted, Rejected, Deferred, Unknown };
mtype:Mail = { NoMail, NotStarted, OnWire, Answered };
mtype:Pump = { Gone, Resting, Writing, Written, Failed };       /* where the pump of an activation is                 */

#define NOBODY 2
#define EVERYONE ((1 << RECIPIENTS) - 1)
#define has(set, x) (((set) >> (x)) & 1)
#define isClaimed(r) (status[r] == Claimed)
#define isFinal(r) (status[r] == Sent || status[r] == Dead || status[r] == InDoubt || status[r] == Discarded)
#define isOpen(r) (status[r] == Pending || status[r] == Waiting)
#define place(c, r) ((c) * RECIPIENTS + (r))                    /* the mail of a recipient under a claim              */
#define era(r) ((r) * 2 + Generation[r])                        /* a recipient in its generation                      */
#if RECIPIENTS == 1
#define some(what) (what(0))
#define every(what) (what(0))
#else
#define some(what) (what(0) || what(1))
#define every(what) (what(0) && what(1))
#endif

/* ------------------------------------------------------------ the row */
mtype:RecipientStatus status[RECIPIENTS] = Pending;
byte ClaimId[RECIPIENTS];                                       /* id + 1; 0 for none                                 */
byte Doubts[RECIPIENTS];                                        /* set of claims                                      */
byte Attempts[RECIPIENTS];
bit Resent[RECIPIENTS];
bit Generation[RECIPIENTS];
bit AddressGeneration[RECIPIENTS];
byte WriterId = NOBODY;                                         /* who wrote last, as long as it does not know it     */
bit SequenceIsLast;                                             /* ... with its latest write, not an earlier one      */

/* ------------------------------------------------------------ claims and their mails */
byte members[CLAIMS];                                           /* set of recipients; 0 until the claim is in the row */
byte generations[CLAIMS];                                       /* theirs, a bit each                                 */
bit expired[CLAIMS];                                            /* the deadline has passed                            */
bit sending[CLAIMS];                                            /* a sender has it                                    */
bit home[CLAIMS];                                               /* on this silo                                       */
mtype:Mail mail[CLAIMS * RECIPIENTS] = NoMail;
mtype:DeliveryKind outcome[CLAIMS * RECIPIENTS] = NotAttempted;

/* ------------------------------------------------------------ activations and silos (lost with a crash) */
mtype:Pump pump[2] = Gone;
bit lost[2];                                                    /* has handed over; merely ends its write             */
bit etag[2];                                                    /* its ETag is the row's                              */
bit wrote[2];                                                   /* ... because its last write is the row              */
byte inbox[2];                                                  /* claims whose outcomes wait for the next write      */
byte work[2];                                                   /* ... are in the write under way                     */
byte judged[2];                                                 /* claim that the write judges, id + 1                */
byte taken[2];                                                  /* claim that the write makes, id + 1                 */
byte wanted[2];                                                 /* recipients that are due and fit into the slot      */
byte undispatched[2];
byte awaited[2];
byte lateOutcomes[2];                                           /* per silo: outlives the activation                  */
byte current = NOBODY;                                          /* whom the grain directory names                     */

/* a write whose writer has given it up, on its way to the database all the same */
bit flying; byte flyingWriter; bit flyingIsLast; byte flyingWork; byte flyingJudged; byte flyingTaken; byte flyingWanted;

/* ------------------------------------------------------------ the campaign */
bit cancelled;
bit finished;                                                   /* every batch was idle: EnsureRunning is not called  */

/* ------------------------------------------------------------ what only the properties know */
byte accepted[RECIPIENTS * 2];                                  /* by the provider, per recipient and generation      */
bit doubted[RECIPIENTS * 2];                                    /* went out once more after a doubt                   */
byte started[RECIPIENTS];                                       /* mails in this generation                           */
bit known[RECIPIENTS];                                          /* an acceptance reached a sender whose silo lives    */
bit crashed;

byte crashes = CRASHES; byte takeovers = TAKEOVERS; byte stops = STOPS; byte failures = FAILED_WRITES;
byte losses = LOST_ANSWERS; byte cancels = CANCELS; byte replays = REPLAYS; byte discards = DISCARDS;

/* scratch, no part of a state */
hidden byte a; hidden byte c; hidden byte r; hidden byte n; hidden byte slice; hidden byte out; hidden byte held; hidden byte named;

/* ============================================================ BatchLedger: the pure rules */

inline Doubt(R, C) {
    Doubts[R] = Doubts[R] | (1 << (C));
    ClaimId[R] = 0;
    if
    :: AT_MOST_ONCE || (Resent[R] && RESEND_ONCE) -> status[R] = InDoubt
    :: else -> status[R] = Pending; Resent[R] = 1; doubted[era(R)] = 1
    fi
}

inline Fail(R) {
    status[R] = (Doubts[R] != 0 && DOUBT_BEATS_REJECTED -> InDoubt : Dead)
}

inline Effect(R, C, KIND) {
    ClaimId[R] = 0;
    if
    :: KIND == Rejected || (KIND == Deferred && Attempts[R] >= ATTEMPTS) -> Fail(R)
    :: KIND == Deferred && Attempts[R] < ATTEMPTS -> status[R] = Waiting
    :: KIND == Unknown -> Doubt(R, C)
    :: KIND == NotAttempted -> status[R] = Pending; Attempts[R] = (Attempts[R] > 0 -> Attempts[R] - 1 : 0)
    fi
}

/* the doubt about one claim is settled late; only the last one lets the outcome take effect */
inline Settle(R, C, KIND) {
    if
    :: Doubts[R] == 0 && status[R] == InDoubt -> Effect(R, C, KIND)
    :: Doubts[R] == 0 && isOpen(R) && (KIND == Rejected || (KIND == Deferred && Attempts[R] >= ATTEMPTS)) -> Fail(R)
    :: else -> Attempts[R] = (KIND == NotAttempted && Attempts[R] > 0 -> Attempts[R] - 1 : Attempts[R])
    fi
}

inline RecordOne(R, C, KIND) {
    if
    :: KIND == Accepted ->
        if
        :: status[R] != Sent && (has(generations[C], R) >= AddressGeneration[R] || !ADDRESS_GENERATION) ->
            status[R] = Sent; ClaimId[R] = 0; Doubts[R] = 0; Resent[R] = 0; Attempts[R] = 0; known[R] = 0;
            /* who is Sent was accepted, at the address that the row names */
            assert(accepted[era(R)] > 0 || (AddressGeneration[R] == 0 && accepted[R * 2] > 0))
        :: else
        fi
    :: KIND != Accepted && has(generations[C], R) == Generation[R] ->
        if
        :: status[R] == Claimed && ClaimId[R] == C + 1 -> Effect(R, C, KIND)
        :: !(status[R] == Claimed && ClaimId[R] == C + 1) && !LATE_SETTLES_ONLY ->
            if :: status[R] != Sent -> Effect(R, C, KIND) :: else fi
        :: !(status[R] == Claimed && ClaimId[R] == C + 1) && LATE_SETTLES_ONLY && KIND != Unknown && has(Doubts[R], C) ->
            Doubts[R] = Doubts[R] & ~(1 << (C));
            Settle(R, C, KIND)
        :: else
        fi
    :: else
    fi
}

#define isDoubtedOut(R) (status[R] == Claimed && Doubts[R] != 0)

/* BatchLedger.TakeSlice: in the file's order, or one alone that goes out after a doubt */
inline TakeSlice(WANTED) {
    slice = 0;
    out = some(isDoubtedOut);
    for (r : 0 .. RECIPIENTS - 1) {
        if
        :: !has(WANTED, r) || !isOpen(r) || has(slice, RECIPIENTS) -> skip
        :: else ->
            if
            :: Doubts[r] == 0 || !RESEND_ALONE -> slice = slice | (1 << r)
            :: Doubts[r] != 0 && RESEND_ALONE && !out && slice == 0 -> slice = (1 << r) | (1 << RECIPIENTS)
            :: else
            fi
        fi
    }
    slice = slice & EVERYONE
}

/* The write of a step, on the row as it is: outcomes, then judgements, then claims. An ETag that still holds proves that the row is
   what the writer computed from, so the content need not be carried along. */
inline Apply(WORK, JUDGED, TAKEN, WANTED) {
    for (c : 0 .. CLAIMS - 1) {
        for (r : 0 .. RECIPIENTS - 1) {
            if
            :: has(WORK, c) && has(members[c], r) -> RecordOne(r, c, outcome[place(c, r)])
            :: else
            fi
        }
    }
    for (r : 0 .. RECIPIENTS - 1) {
        if
        :: JUDGED != 0 && status[r] == Claimed && ClaimId[r] == JUDGED -> n = JUDGED - 1; Doubt(r, n)
        :: else
        fi
    }
    if
    :: TAKEN != 0 ->
        TakeSlice(WANTED);
        members[TAKEN - 1] = slice;
        for (r : 0 .. RECIPIENTS - 1) {
            if
            :: has(slice, r) ->
                status[r] = Claimed; ClaimId[r] = TAKEN; Attempts[r] = Attempts[r] + 1;
                generations[TAKEN - 1] = generations[TAKEN - 1] | (Generation[r] << r)
            :: else
            fi
        }
    :: else
    fi;
    Lawful()
}

/* The conservation law: each recipient counts once, and only a Claimed one has a claim. */
inline Lawful() {
    n = 0;
    for (r : 0 .. RECIPIENTS - 1) {
        n = n + (status[r] == Pending) + (status[r] == Claimed) + (status[r] == Waiting) + (status[r] == Sent) +
            (status[r] == Dead) + (status[r] == InDoubt) + (status[r] == Discarded);
        assert((status[r] == Claimed) == (ClaimId[r] != 0));
        assert(status[r] != Claimed || has(members[ClaimId[r] - 1], r));
        assert(status[r] != Claimed || !has(Doubts[r], ClaimId[r] - 1));
        assert(Attempts[r] <= ATTEMPTS + 1)
    }
    assert(n == RECIPIENTS)
}

/* ============================================================ LedgerRow: ETag, WriterId, Sequence */

/* the row has changed: the ETag of A alone is good (NOBODY: of none), and no older write can land any more */
inline RowChanged(A) {
    etag[0] = (A == 0); etag[1] = (A == 1);
    WriterId = NOBODY; SequenceIsLast = 0;
    flying = 0; flyingWriter = 0; flyingIsLast = 0; flyingWork = 0; flyingJudged = 0; flyingTaken = 0; flyingWanted = 0
}

/* what nobody can mention any more is forgotten: it keeps the search finite, and is no step of the protocol */
inline Forget() {
    for (a : 0 .. 1) {
        wrote[a] = wrote[a] && etag[a];
        if :: pump[a] == Gone -> etag[a] = 0; wrote[a] = 0; lost[a] = 0; awaited[a] = 0; undispatched[a] = 0 :: else fi;
        if
        :: pump[a] == Gone || pump[a] == Resting ->
            work[a] = 0; judged[a] = 0; taken[a] = 0; wanted[a] = 0;
            SequenceIsLast = (WriterId == a -> 0 : SequenceIsLast)
        :: pump[a] == Written -> judged[a] = 0; wanted[a] = 0
        :: else
        fi;
        if :: pump[a] == Gone && WriterId == a -> WriterId = NOBODY; SequenceIsLast = 0 :: else fi;
        if :: flying && pump[a] == Gone && flyingWriter == a -> flyingWriter = NOBODY; flyingIsLast = 0 :: else fi
    }
    for (c : 0 .. CLAIMS - 1) {
        held = sending[c] || has(inbox[0] | inbox[1] | work[0] | work[1] | lateOutcomes[0] | lateOutcomes[1] | flyingWork, c);
        named = (taken[0] == c + 1 || taken[1] == c + 1 || flyingTaken == c + 1);
        out = 0; n = 0;
        for (r : 0 .. RECIPIENTS - 1) {
            out = out || ClaimId[r] == c + 1;
            n = n || has(Doubts[r], c)
        }
        if
        :: !out && !n && !named -> undispatched[0] = undispatched[0] & ~(1 << c); undispatched[1] = undispatched[1] & ~(1 << c)
        :: else
        fi;
        if
        :: !held ->
            home[c] = 0;
            for (r : 0 .. RECIPIENTS - 1) { mail[place(c, r)] = NoMail; outcome[place(c, r)] = NotAttempted }
        :: else
        fi;
        expired[c] = expired[c] && (out || named || sending[c]);
        if :: !held && !named && !out && !n -> members[c] = 0; generations[c] = 0 :: else fi
    }
    n = 0; out = 0; held = 0; named = 0; slice = 0
}

/* ============================================================ BatchDelivery: one activation */

/* never dispatched, so nothing of it was attempted; whom the claim holds is for the row to say */
inline NotAttemptedAll(C, A) {
    home[C] = A;
    for (r : 0 .. RECIPIENTS - 1) { mail[place(C, r)] = Answered; outcome[place(C, r)] = NotAttempted }
}

#define mayLand(A, C) (members[C] != 0 || flyingTaken == (C) + 1 || (pump[A] == Writing && taken[A] == (C) + 1))

/* the activation no longer has the row, or must end: what it knows goes to its silo's LateOutcomes */
inline HandOver(A) {
    lost[A] = 1;
    current = (current == A -> NOBODY : current);
    lateOutcomes[A] = (KEEP_LATE_OUTCOMES -> lateOutcomes[A] | (inbox[A] & ~lateOutcomes[1 - A]) : lateOutcomes[A]);
    inbox[A] = 0;
    for (c : 0 .. CLAIMS - 1) {
        if
        :: GIVE_BACK && has(undispatched[A], c) && mayLand(A, c) -> NotAttemptedAll(c, A); lateOutcomes[A] = lateOutcomes[A] | (1 << c)
        :: else
        fi
    }
    undispatched[A] = 0; awaited[A] = 0
}

#define acceptedBefore(A, C, R, D) (has(inbox[A], D) && D != (C) && has(members[D], R) && mail[place(D, R)] == Answered \
    && outcome[place(D, R)] == Accepted && has(generations[D], R) == has(generations[C], R))

/* the slice goes to a sender of this silo, without those whose acceptance has arrived meanwhile */
inline Dispatch(A, C) {
    sending[C] = 1; home[C] = A; awaited[A] = awaited[A] | (1 << (C));
    for (r : 0 .. RECIPIENTS - 1) {
        if
        :: has(members[C], r) ->
            mail[place(C, r)] = NotStarted;
            for (c : 0 .. CLAIMS - 1) {
                mail[place(C, r)] = (acceptedBefore(A, C, r, c) -> Answered : mail[place(C, r)])
            }
        :: else
        fi
    }
    printf("%d dispatches claim %d {%d}\n", A, C, members[C])
}

/* LedgerWrite.Committed */
inline Committed(A) {
    /* the holders of late outcomes hear that they are in the row, or ask again */
    if
    :: lateOutcomes[0] = lateOutcomes[0] & ~work[A]; lateOutcomes[1] = lateOutcomes[1] & ~work[A]
    :: ((lateOutcomes[0] | lateOutcomes[1]) & work[A]) != 0 -> printf("%d: the answer of RecordLate is lost\n", A)
    fi;
    d_step {
        finished = finished && (LATE_REOPENS == 0 || cancelled || every(isFinal));
        if
        :: lost[A] -> pump[A] = Gone; inbox[A] = 0
        :: else ->
            pump[A] = Resting;
            wrote[A] = etag[A] && IDLE_AFTER_WRITE;
            n = taken[A];
            if :: n != 0 && members[n - 1] != 0 -> Dispatch(A, n - 1) :: else fi;
            undispatched[A] = 0
        fi;
        Forget()
    }
}

#define isFree(C) (members[C] == 0 && taken[0] != (C) + 1 && taken[1] != (C) + 1 && flyingTaken != (C) + 1 && !sending[C] \
    && !has(inbox[0] | inbox[1] | work[0] | work[1] | lateOutcomes[0] | lateOutcomes[1] | flyingWork | undispatched[0] | undispatched[1], C))
#define nothingToDo (!some(isClaimed) && (cancelled || every(isFinal)))
#define runs(A) (pump[A] == Resting && !lost[A])
#define claimable(R) (isOpen(R) && !(RESEND_ALONE && Doubts[R] != 0 && some(isDoubtedOut)))
#define mayClaim(A) (!cancelled && !finished && anyFree)
#if CLAIMS == 3
#define anyFree (isFree(0) || isFree(1) || isFree(2))
#else
#define anyFree (isFree(0) || isFree(1) || isFree(2) || isFree(3))
#endif
#define mayJudge(A, R) (!finished && status[R] == Claimed && !has(awaited[A] | inbox[A] | undispatched[A], ClaimId[R] - 1))

/* BatchDelivery.StepAsync until the write leaves. It judges the claim of recipient J (NOBODY: none) and takes of WANTED (0: none). */
inline Step(A, J, WANTED) {
    d_step {
        pump[A] = Writing; work[A] = inbox[A]; inbox[A] = 0;
        SequenceIsLast = (WriterId == A -> 0 : SequenceIsLast);
        flyingIsLast = (flying && flyingWriter == A -> 0 : flyingIsLast);
        if
        :: J != NOBODY -> judged[A] = ClaimId[J]; expired[ClaimId[J] - 1] = JUDGE_AFTER_MARGIN
        :: else
        fi;
        if
        :: WANTED != 0 ->
            n = 0;
            do
            :: n < CLAIMS && !isFree(n) -> n = n + 1
            :: else -> break
            od;
            if
            :: n < CLAIMS -> taken[A] = n + 1; wanted[A] = WANTED; undispatched[A] = undispatched[A] | (1 << n)
            :: else
            fi
        :: else
        fi;
        printf("%d writes: outcomes {%d}, judges claim %d, takes claim %d\n", A, work[A], judged[A] - 1, taken[A] - 1);
        n = 0
    }
}

proctype BatchDelivery(bit me) {
endPump:
    do
    /* one group commit; outcomes go with whatever else there is to write */
    :: atomic { runs(me) && (inbox[me] != 0 || !etag[me] || (!wrote[me] && nothingToDo && !finished && IDLE_AFTER_WRITE)) -> Step(me, NOBODY, 0) }
    :: atomic { runs(me) && etag[me] && mayClaim(me) && claimable(0) -> Step(me, NOBODY, 1) }
    :: atomic { runs(me) && etag[me] && mayJudge(me, 0) -> Step(me, 0, 0) }
#if RECIPIENTS > 1
    :: atomic { runs(me) && etag[me] && mayClaim(me) && claimable(1) -> Step(me, NOBODY, 2) }
    :: atomic { runs(me) && etag[me] && mayClaim(me) && isOpen(0) && isOpen(1) -> Step(me, NOBODY, 3) }
    :: atomic { runs(me) && etag[me] && mayJudge(me, 1) -> Step(me, 1, 0) }
    :: atomic { runs(me) && etag[me] && mayJudge(me, 0) && mayClaim(me) -> Step(me, 0, 3) }
#else
    :: atomic { runs(me) && etag[me] && mayJudge(me, 0) && mayClaim(me) && !AT_MOST_ONCE -> Step(me, 0, 1) }
#endif

    /* the write meets the database */
    :: atomic { pump[me] == Writing && etag[me] ->
        if
        :: d_step {
            Apply(work[me], judged[me], taken[me], wanted[me]);
            RowChanged(me); pump[me] = Written; Forget()
           }
        :: failures > 0 -> d_step {
            failures = failures - 1;
            Apply(work[me], judged[me], taken[me], wanted[me]);
            RowChanged(NOBODY); WriterId = me; SequenceIsLast = 1; pump[me] = Failed; Forget();
            printf("%d: the write is carried out, and fails\n", me)
           }
        :: failures > 0 -> d_step { failures = failures - 1; pump[me] = Failed; printf("%d: the write fails\n", me) }
        :: LANDING && failures > 0 && !flying -> d_step {
            failures = failures - 1; pump[me] = Failed;
            flying = 1; flyingWriter = me; flyingIsLast = 1;
            flyingWork = work[me]; flyingJudged = judged[me]; flyingTaken = taken[me]; flyingWanted = wanted[me];
            printf("%d: the write fails, and is still on its way\n", me)
           }
        fi }
    :: atomic { pump[me] == Writing && !etag[me] -> pump[me] = Failed; printf("%d: the write meets another ETag\n", me) }

    :: atomic { pump[me] == Written -> printf("%d: committed\n", me); Committed(me) }

    /* a write that failed proves nothing: the row is read again */
    :: atomic { pump[me] == Failed ->
        if
        :: !CLAIM_BEFORE_SEND && taken[me] != 0 && members[taken[me] - 1] == 0 -> d_step {
            members[taken[me] - 1] = EVERYONE; pump[me] = Resting;
            n = taken[me]; Dispatch(me, n - 1); Forget()
           }
        :: WriterId == me && SequenceIsLast ->
            d_step { etag[me] = 1; WriterId = NOBODY; SequenceIsLast = 0; printf("%d: own pair, committed\n", me) }
            Committed(me)
        :: etag[me] -> d_step {                                     /* NotWritten */
            flyingIsLast = (flying && flyingWriter == me -> 0 : flyingIsLast);
            wrote[me] = 0;
            if
            :: lost[me] -> lateOutcomes[me] = lateOutcomes[me] | (work[me] & ~lateOutcomes[1 - me]); pump[me] = Gone
            :: else -> inbox[me] = inbox[me] | work[me]; pump[me] = Resting
            fi;
            printf("%d: not written\n", me); Forget()
           }
        :: !etag[me] && WriterId == me && !SequenceIsLast -> d_step { /* EarlierLanded */
            etag[me] = 1; WriterId = NOBODY;
            if
            :: lost[me] -> lateOutcomes[me] = lateOutcomes[me] | (work[me] & ~lateOutcomes[1 - me]); pump[me] = Gone
            :: else ->
                inbox[me] = inbox[me] | work[me]; pump[me] = Resting;
                /* only the claims that the row has; that of the write just given up is in none */
                for (c : 0 .. CLAIMS - 1) {
                    if
                    :: GIVE_BACK && has(undispatched[me], c) && members[c] != 0 -> NotAttemptedAll(c, me); inbox[me] = inbox[me] | (1 << c)
                    :: else
                    fi
                }
                undispatched[me] = 0
            fi;
            printf("%d: an earlier write has landed\n", me); Forget()
           }
        :: !etag[me] && WriterId != me -> d_step {                  /* Lost */
            inbox[me] = inbox[me] | work[me];
            HandOver(me); pump[me] = Gone;
            printf("%d: another has written; hands over\n", me); Forget()
           }
        fi }

    /* ReportIdle: nothing to do, and nobody else can write */
    :: d_step { runs(me) && current == me && !finished && inbox[me] == 0 && awaited[me] == 0 &&
            etag[me] && (wrote[me] || !IDLE_AFTER_WRITE) && nothingToDo ->
        finished = 1; printf("%d: idle; the campaign is finished\n", me) }
    od
}
/* ============================================================ SenderGrain, and the provider behind it */

#define notStarted(C, R) (mail[place(C, R)] == NotStarted)
#define onWire(C, R) (mail[place(C, R)] == OnWire)
#if RECIPIENTS == 1
#define anyNotStarted(C) (notStarted(C, 0))
#define anyOnWire(C) (onWire(C, 0))
#define first(C) 0
#define wire(C) 0
#else
#define anyNotStarted(C) (notStarted(C, 0) || notStarted(C, 1))
#define anyOnWire(C) (onWire(C, 0) || onWire(C, 1))
#define first(C) (notStarted(C, 0) -> 0 : 1)
#define wire(C) (onWire(C, 0) -> 0 : 1)
#endif
#define kills(C) (POISON && onWire(C, 0))

/* the promises about duplicates, where they are kept or broken */
inline Accept(R, ERA) {
    accepted[ERA] = accepted[ERA] + 1;
    assert(!AT_MOST_ONCE || accepted[ERA] <= 1);
    assert(accepted[ERA] <= 1 + doubted[ERA])
}

inline Answer(C, R, KIND) {
    mail[place(C, R)] = Answered; outcome[place(C, R)] = KIND
}

proctype SenderGrain(byte id) {
endSender:
    do
    /* one mail after the other, each only before the deadline */
    :: d_step { sending[id] && anyNotStarted(id) && !anyOnWire(id) && (!expired[id] || !SENDER_WATCHES_DEADLINE) ->
        r = first(id);
        mail[place(id, r)] = OnWire;
        /* no mail is started after its claim's deadline, nor after the claim was judged */
        assert(!expired[id]);
        assert(!has(Doubts[r], id));
        if
        :: has(generations[id], r) == Generation[r] -> started[r] = (started[r] < 7 -> started[r] + 1 : 7)
        :: else
        fi;
        printf("claim %d: mail %d starts\n", id, r); r = 0 }

    /* the deadline, a pause, a drain, a lane at rest: what was not started comes back */
    :: d_step { sending[id] && anyNotStarted(id) && !anyOnWire(id) ->
        for (r : 0 .. RECIPIENTS - 1) {
            if :: notStarted(id, r) -> Answer(id, r, NotAttempted) :: else fi
        }
        printf("claim %d: the rest is not attempted\n", id); r = 0 }

    /* the provider answers, or does not */
    :: atomic { sending[id] && anyOnWire(id) && !kills(id) ->
        if
        :: d_step {
            r = wire(id); Accept(r, r * 2 + has(generations[id], r)); Answer(id, r, Accepted);
            known[r] = known[r] || (status[r] != Sent && has(generations[id], r) >= AddressGeneration[r]);
            printf("claim %d: mail %d accepted\n", id, r); r = 0 }
        :: losses > 0 -> d_step {
            losses = losses - 1; r = wire(id); Accept(r, r * 2 + has(generations[id], r)); Answer(id, r, Unknown);
            printf("claim %d: mail %d accepted, the answer lost\n", id, r); r = 0 }
        :: losses > 0 -> d_step {
            losses = losses - 1; r = wire(id); Answer(id, r, Unknown); printf("claim %d: mail %d not answered\n", id, r); r = 0 }
        :: d_step { r = wire(id); Answer(id, r, Rejected); printf("claim %d: mail %d rejected\n", id, r); r = 0 }
        :: d_step { r = wire(id); Answer(id, r, Deferred); printf("claim %d: mail %d deferred\n", id, r); r = 0 }
        fi }

    /* the slice returns to the activation that dispatched it; when that is gone, to LateOutcomes */
    :: d_step { sending[id] && !anyNotStarted(id) && !anyOnWire(id) ->
        sending[id] = 0; n = home[id];
        if
        :: has(awaited[n], id) -> awaited[n] = awaited[n] & ~(1 << id); inbox[n] = inbox[n] | (1 << id)
        :: else -> lateOutcomes[n] = (KEEP_LATE_OUTCOMES -> lateOutcomes[n] | (1 << id) : lateOutcomes[n])
        fi;
        printf("claim %d returns\n", id); Forget() }
    od
}

/* ============================================================ LateOutcomes and the directory */

#define offers(S, C) (has(lateOutcomes[S], C) && current != NOBODY && runsOrWrites(current) && !has(inbox[current] | work[current], C))
#define runsOrWrites(A) (pump[A] != Gone && !lost[A])

inline RecordLate(S, C) {
    offers(S, C) ->
        inbox[current] = inbox[current] | (1 << (C));
        finished = finished && (LATE_REOPENS < 2 || cancelled);
        lateOutcomes[S] = (ACKNOWLEDGE_IN_ROW -> lateOutcomes[S] : lateOutcomes[S] & ~(1 << (C)));
        printf("silo %d: RecordLate of claim %d\n", S, C)
}

inline Activate(S) {
    pump[S] = Resting; lost[S] = 0; etag[S] = 1; current = S;
    printf("activation on silo %d\n", S); Forget()
}

/* EnsureRunning and RecordLate activate a batch that has no activation */
#define isWanted (!finished || lateOutcomes[0] != 0 || lateOutcomes[1] != 0)

proctype Directory() {
endDirectory:
    do
    :: d_step { RecordLate(0, 0) }
    :: d_step { RecordLate(0, 1) }
    :: d_step { RecordLate(0, 2) }
    :: d_step { RecordLate(1, 0) }
    :: d_step { RecordLate(1, 1) }
    :: d_step { RecordLate(1, 2) }
#if CLAIMS > 3
    :: d_step { RecordLate(0, 3) }
    :: d_step { RecordLate(1, 3) }
#endif
    :: d_step { current == NOBODY && pump[0] == Gone && isWanted -> Activate(0) }
    :: d_step { current == NOBODY && pump[1] == Gone && isWanted -> Activate(1) }
    :: d_step { takeovers > 0 && current == 0 && pump[1] == Gone -> takeovers = takeovers - 1; Activate(1) }
    :: d_step { takeovers > 0 && current == 1 && pump[0] == Gone -> takeovers = takeovers - 1; Activate(0) }
    od
}

/* ============================================================ faults */

/* YES: whether the provider accepts the mail that the silo had on the wire */
inline Crash(S, YES) {
    d_step {
        printf("silo %d crashes\n", S); crashed = 1;
        for (c : 0 .. CLAIMS - 1) {
            held = (sending[c] || has(inbox[S] | work[S] | lateOutcomes[S], c)) && home[c] == S;
            for (r : 0 .. RECIPIENTS - 1) {
                if
                :: held && YES && onWire(c, r) -> Accept(r, r * 2 + has(generations[c], r)); printf("claim %d: mail %d accepted all the same\n", c, r)
                :: else
                fi;
                known[r] = known[r] && !(held && mail[place(c, r)] == Answered && outcome[place(c, r)] == Accepted)
            }
            if
            :: held && sending[c] ->
                sending[c] = 0;
                for (r : 0 .. RECIPIENTS - 1) { mail[place(c, r)] = NoMail; outcome[place(c, r)] = NotAttempted }
            :: else
            fi
        }
        pump[S] = Gone; inbox[S] = 0; lateOutcomes[S] = 0; undispatched[S] = 0;
        current = (current == S -> NOBODY : current);
        Forget()
    }
}

#define isSending(C, S) (sending[C] && home[C] == (S))
#if CLAIMS == 3
#define anySending(S) (isSending(0, S) || isSending(1, S) || isSending(2, S))
#else
#define anySending(S) (isSending(0, S) || isSending(1, S) || isSending(2, S) || isSending(3, S))
#endif
#define isBusy(S) (pump[S] != Gone || lateOutcomes[S] != 0 || anySending(S))

inline Stop(A) {
    HandOver(A);
    if :: pump[A] == Resting -> pump[A] = Gone :: else fi;
    printf("%d is stopped\n", A); Forget()
}

proctype Faults() {
endFaults:
    do
#if CRASHES
    :: atomic { crashes > 0 && isBusy(0) -> crashes = crashes - 1; if :: Crash(0, 0) :: Crash(0, 1) fi }
    :: atomic { crashes > 0 && isBusy(1) -> crashes = crashes - 1; if :: Crash(1, 0) :: Crash(1, 1) fi }
#endif
#if POISON
    :: atomic { sending[0] && kills(0) -> if :: Crash(home[0], 0) :: Crash(home[0], 1) fi }
    :: atomic { sending[1] && kills(1) -> if :: Crash(home[1], 0) :: Crash(home[1], 1) fi }
    :: atomic { sending[2] && kills(2) -> if :: Crash(home[2], 0) :: Crash(home[2], 1) fi }
#if CLAIMS > 3
    :: atomic { sending[3] && kills(3) -> if :: Crash(home[3], 0) :: Crash(home[3], 1) fi }
#endif
#endif
#if STOPS
    /* BatchDelivery.StopAsync that could not wait: the write under way goes on without it */
    :: d_step { stops > 0 && runsOrWrites(0) -> stops = stops - 1; Stop(0) }
    :: d_step { stops > 0 && runsOrWrites(1) -> stops = stops - 1; Stop(1) }
#endif
#if LANDING
    :: d_step { flying ->
        printf("the write of %d is carried out late\n", flyingWriter);
        Apply(flyingWork, flyingJudged, flyingTaken, flyingWanted);
        a = flyingWriter; out = flyingIsLast;
        RowChanged(NOBODY); WriterId = a; SequenceIsLast = out; Forget() }
#endif
    :: false
    od
}

/* ============================================================ the operator */

#define isDeadLetter(R) (current != NOBODY && runs(current) && etag[current] && (status[R] == Dead || status[R] == InDoubt))

/* a command is a write of the current activation; that it may fail and be repeated is not shown again */
inline Replay(R, CORRECTED) {
    replays = replays - 1;
    status[R] = Pending; Doubts[R] = 0; Resent[R] = 0; Attempts[R] = 0; Generation[R] = 1; AddressGeneration[R] = CORRECTED;
    started[R] = 0; known[R] = known[R] && !CORRECTED; finished = 0;
    undispatched[current] = 0; RowChanged(current); wrote[current] = IDLE_AFTER_WRITE;
    printf("replay of %d, address corrected: %d\n", R, CORRECTED); Forget()
}

inline Discard(R) {
    discards = discards - 1;
    status[R] = Discarded;
    undispatched[current] = 0; RowChanged(current); wrote[current] = IDLE_AFTER_WRITE;
    printf("discard of %d\n", R); Forget()
}

proctype Operator() {
endOperator:
    do
#if CANCELS
    :: d_step { cancels > 0 && !finished -> cancels = cancels - 1; cancelled = 1; finished = !SETTLE_CANCELLED; printf("cancel\n") }
#endif
#if REPLAYS
    :: d_step { replays > 0 && Generation[0] == 0 && isDeadLetter(0) && !cancelled -> Replay(0, 0) }
    :: d_step { replays > 0 && Generation[0] == 0 && isDeadLetter(0) && !cancelled -> Replay(0, 1) }
#endif
#if DISCARDS
    :: d_step { discards > 0 && isDeadLetter(0) -> Discard(0) }
#endif
    :: false
    od
}

/* ============================================================ nothing can happen any more: what must hold then */

proctype Quiet() {
endQuiet:
    timeout -> d_step {
        for (r : 0 .. RECIPIENTS - 1) {
            printf("quiet: recipient %d is %e, accepted %d and %d times\n", r, status[r], accepted[r * 2], accepted[r * 2 + 1]);
            /* nobody is lost: each has an end, or a cancelled campaign names it as unsent */
            assert(isFinal(r) || (cancelled && isOpen(r)));
            /* an acceptance that reached a living silo is in the row */
            assert(!known[r]);
            /* dead letters are dead: no mail of this generation was accepted; and cancelled is unsent, or names its doubt */
            assert(status[r] != Dead || accepted[era(r)] == 0);
            assert(!isOpen(r) || Doubts[r] != 0 || accepted[era(r)] == 0);
            /* nobody is in doubt without a reason */
            assert(status[r] != InDoubt || started[r] > 0 || crashed);
            /* a mail that kills its sender draws its neighbour into doubt once, and no second time */
            assert(!POISON || r == 0 || (Doubts[r] & (Doubts[r] - 1)) == 0)
        }
        r = 0
    }
}

init {
    atomic {
        run Quiet(); run Operator(); run Faults(); run Directory();
        for (c : 0 .. CLAIMS - 1) { run SenderGrain(c) }
        run BatchDelivery(1); run BatchDelivery(0);
        pump[0] = Resting; etag[0] = 1; current = 0; c = 0
    }
}
