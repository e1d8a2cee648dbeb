using EmailCampaign.Campaigns;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace EmailCampaign.Grains.Tests.Conservation;

/// <summary>
/// The conservation law over the real ledger, row, delivery, desk and box of late outcomes: whatever goes wrong, nobody is skipped,
/// nobody is mailed more often than the guarantee allows, and who is in doubt is named.
/// </summary>
public sealed class ConservationProperties
{
    private static readonly Gen<(int[] Choices, bool AtMostOnce, bool Exclusive)> Runs =
        from length in Gen.Choose(20, 260)
        from choices in Gen.Choose(0, 1_000_000).ArrayOf(length)
        from atMostOnce in Gen.Elements(true, false)
        from exclusive in Gen.Frequency((1, Gen.Constant(true)), (2, Gen.Constant(false)))
        select (choices, atMostOnce, exclusive);

    [Property(MaxTest = 300)]
    public Property Run_AnyFaultsInAnyOrder_KeepsTheLaw() => Prop.ForAll(
        Runs.ToArbitrary(),
        static run => { _ = Simulate(run.Choices, run.AtMostOnce, run.Exclusive); });

    // A claim was taken for not written, the campaign was cancelled, and the write landed after all: nobody looked at the row any more.
    [Property(MaxTest = 1, Replay = "11116601005178315851,18234212966390435241,5")]
    public Property Run_AClaimThatLandsAfterTheCancellation_IsGivenBack() => Run_AnyFaultsInAnyOrder_KeepsTheLaw();

    [Fact]
    public void Run_ManyChoices_MeetEveryFault()
    {
        var random = new Random(11);
        var met = new HashSet<string>();
        for (var run = 0; run < 60; run++)
        {
            met.UnionWith(Simulate([.. Enumerable.Range(0, 260).Select(_ => random.Next(1_000_000))], run % 2 == 0, run % 3 == 0).Met.Keys);
        }

        Assert.Superset(
            new HashSet<string>
            {
                "run", "time", "write", "land", "send", "call lost", "late", "duplicate", "deactivate", "kill", "operator", "write failed",
                "write applied but reported as failed", "write of unknown fate on its way", "write failed, and so does the read",
                "late write landed", "late write refused", "accepted, answer lost", "not accepted, answer lost", "acknowledgement lost",
                "accepted from a dead process",
            },
            met);
    }

    private static SimulatedWorld Simulate(int[] choices, bool atMostOnce, bool exclusive)
    {
        var world = new SimulatedWorld(choices, atMostOnce ? DeliveryGuarantee.AtMostOnce : DeliveryGuarantee.AtLeastOnce, exclusive);
        try
        {
            world.Run();
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"{error.Message}{Environment.NewLine}{world.Log}", error);
        }

        return world;
    }
}
