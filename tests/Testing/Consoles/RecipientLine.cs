using System.Text.Json;

namespace EmailCampaign.Testing.Consoles;

/// <summary>A line of <c>recipients --json</c>.</summary>
public sealed record RecipientLine(
    string Email, int Row, string Status, int Attempts, string Reply, string? Reason, int Generation, int Doubts, string? Account = null)
{
    public static RecipientLine Parse(string line) => JsonSerializer.Deserialize<RecipientLine>(line, JsonSerializerOptions.Web)!;
}
