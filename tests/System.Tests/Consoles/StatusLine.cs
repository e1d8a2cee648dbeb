using System.Text.Json;

namespace EmailCampaign.SystemTests.Consoles;

/// <summary><c>status --json</c>.</summary>
internal sealed record StatusLine(string Id, string Phase, string? Reason, RowsPart Rows, RecipientsPart Recipients)
{
    public static StatusLine Parse(string line) => JsonSerializer.Deserialize<StatusLine>(line, JsonSerializerOptions.Web)!;

    /// <summary>The conservation law.</summary>
    public void AssertAddsUp()
    {
        Assert.Equal(Rows.Read, Rows.Accepted + Rows.Rejected + Rows.Duplicates);
        Assert.Equal(Rows.Accepted, Recipients.Total);
    }
}

internal sealed record RowsPart(int Read, int Accepted, int Rejected, int Duplicates);

internal sealed record RecipientsPart(
    int Pending, int Claimed, int Waiting, int Sent, int Dead, int InDoubt, int Suppressed, int Discarded, int Cancelled)
{
    public int Total => Pending + Claimed + Waiting + Sent + Dead + InDoubt + Suppressed + Discarded + Cancelled;
}
