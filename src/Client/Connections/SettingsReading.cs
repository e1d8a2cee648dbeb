namespace EmailCampaign.Client.Connections;

/// <summary>What came of reading the settings.</summary>
internal abstract record SettingsReading
{
    private SettingsReading()
    {
    }

    public sealed record Read(IProviderAccounts Accounts) : SettingsReading;

    /// <param name="Message">One sentence that names the setting or the file.</param>
    public sealed record Bad(string Message) : SettingsReading;
}
