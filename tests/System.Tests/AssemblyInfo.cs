// Every test runs whole silos as processes and some assert times: one after the other.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
