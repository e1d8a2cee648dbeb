using System.Globalization;
using EmailCampaign.Batches;
using EmailCampaign.Client.Reports;
using static EmailCampaign.Client.Tests.Reports.TestRecipients;

namespace EmailCampaign.Client.Tests.Reports;

public sealed class ReportTallyTests
{
    [Fact]
    public void Report_OfEveryStatus_CountsEachRecipientOnceInEveryTable()
    {
        var statuses = Enum.GetValues<RecipientStatus>().Select(static status => Sent("a@x.example") with { Status = status }).ToList();

        var report = Report([.. statuses, Pending("b@y.example") with { Cancelled = true }]);

        Assert.All(
            [report.Counts.Pending, report.Counts.Claimed, report.Counts.Waiting, report.Counts.Sent, report.Counts.Dead, report.Counts.InDoubt,
                report.Counts.Suppressed, report.Counts.Discarded, report.Counts.Cancelled],
            static count => Assert.Equal(1, count));
        Assert.All(
            [report.Accounts, report.Domains],
            top => Assert.Equal(report.Counts, top.Top.Aggregate(top.Rest, static (sum, row) => sum + row.Counts)));
    }

    [Fact]
    public void Report_ManyDomains_ShowsTheTwentyLargestAndTheSumOfTheOthers()
    {
        var recipients = Enumerable.Range(1, 30).SelectMany(static size => Enumerable.Repeat(Sent($"a@D{size}.example"), size)).ToList();

        var domains = Report(recipients).Domains;

        Assert.Equal(Enumerable.Range(11, 20).Reverse().Select(static size => ($"d{size}.example", size)), domains.Top.Select(static row => (row.Name, row.Counts.Sent)));
        Assert.Equal((55, 10, false), (domains.Rest.Total, domains.RestNames, domains.More));
    }

    [Fact]
    public void Add_MoreNamesThanAreCountedApart_GoToTheRest()
    {
        var names = new OutcomesByName(mostNames: 2);
        foreach (var name in (string[])["a", "b", "c", "d", "a"])
        {
            names.Add(name, Sent("x@y.example"));
        }

        var top = names.Top(1);

        Assert.Equal(("a", 2), (top.Top[0].Name, top.Top[0].Counts.Sent));
        Assert.Equal((3, 1, true), (top.Rest.Sent, top.RestNames, top.More));
    }

    [Fact]
    public void Report_Failures_CountByReasonWithADeadOnesReply()
    {
        var waiting = Dead("w@x.example", "450 busy", FailureReason.TemporaryFailure) with { Status = RecipientStatus.Waiting };

        var failures = Report(waiting, Dead("a@x.example", "450 too often", FailureReason.TemporaryFailure), Dead("b@x.example", ""), Dead("c@x.example"), Sent("d@x.example")).Failures;

        Assert.Equal([FailureReason.UnknownMailbox, FailureReason.TemporaryFailure], failures.Select(static each => each.Reason));
        Assert.Equal((2, "550 5.1.1 no such user"), (failures[0].Counts.Dead, failures[0].Example!.Reply));
        Assert.Equal((1, 1, "450 too often"), (failures[1].Counts.Dead, failures[1].Counts.Waiting, failures[1].Example!.Reply));
    }

    [Fact]
    public void Report_ManyDeadLetters_KeepsTheFirstFifty()
    {
        var report = Report([.. Enumerable.Range(0, 200).Select(static i => Dead(string.Create(CultureInfo.InvariantCulture, $"u{i}@x.example")))]);

        Assert.Equal(200, report.Counts.Dead);
        Assert.Equal(Enumerable.Range(0, 50).Select(static i => string.Create(CultureInfo.InvariantCulture, $"u{i}@x.example")), report.DeadLetters.Select(static each => each.Email));
    }

    [Fact]
    public void Report_OfNobody_IsEmpty()
    {
        var report = Report();

        Assert.Equal(0, report.Counts.Total);
        Assert.Empty(report.Timeline.Stretches);
        Assert.Null(report.FirstSentAt);
    }
}
