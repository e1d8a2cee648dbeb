using System.Text.Json;

namespace EmailCampaign.Testing.Consoles;

/// <summary><c>status --json</c>.</summary>
public sealed record StatusLine(string Id, string Phase, string? Reason, RowsPart Rows, RecipientsPart Recipients)
{
    /// <summary>The conservation law.</summary>
    public bool AddsUp => Rows.Read == Rows.Accepted + Rows.Rejected + Rows.Duplicates && Rows.Accepted == Recipients.Total;

    public static StatusLine Parse(string line) => JsonSerializer.Deserialize<StatusLine>(line, JsonSerializerOptions.Web)!;
}

public sealed record RowsPart(int Read, int Accepted, int Rejected, int Duplicates);

public sealed record RecipientsPart(
    int Pending, int Claimed, int Waiting, int Sent, int Dead, int InDoubt, int Suppressed, int Discarded, int Cancelled)
{
    public int Total => Pending + Claimed + Waiting + Sent + Dead + InDoubt + Suppressed + Discarded + Cancelled;
}
