namespace EmailCampaign.Client.Parsing;

/// <summary>What came of reading a text that a person typed: the value, or one sentence that says what is wrong with it.</summary>
internal readonly record struct Parsed<T>(T? Value, string? Problem)
{
    public static Parsed<T> Of(T value) => new(value, null);

    public static Parsed<T> Wrong(string problem) => new(default, problem);
}
