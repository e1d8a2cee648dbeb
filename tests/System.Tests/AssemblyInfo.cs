// Every test runs whole processes, and some take the one database server away: those on clusters run one after the other, beside them those
// that need no server, and what measures a rate runs alone (TestGroups).
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
