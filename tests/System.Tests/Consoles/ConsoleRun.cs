namespace EmailCampaign.SystemTests.Consoles;

/// <summary>A command that came to its end.</summary>
/// <param name="Everything">Command, exit code and both streams, for a failure's message.</param>
internal sealed record ConsoleRun(int ExitCode, string Output, string Error, string Everything)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void AssertExit(int code) => Assert.True(ExitCode == code, $"Expected exit code {code}. {Everything}");

    /// <summary>A user's mistake: this exit code, a message with these words, and no stack trace.</summary>
    public void AssertRefused(int code, params IEnumerable<string> words)
    {
        AssertExit(code);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.OrdinalIgnoreCase));
    }

    public override string ToString() => Everything;
}
