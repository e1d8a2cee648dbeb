namespace EmailCampaign.LoadTest.Sinks;

/// <summary>What takes the mails of one run.</summary>
internal interface ISink : IAsyncDisposable
{
    /// <summary>The campaign's provider that speaks to it.</summary>
    string Provider { get; }

    /// <summary>The settings of that provider, as variables of the environment.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Where it takes SMTP; null for one that speaks something else.</summary>
    SmtpTarget? Smtp { get; }

    /// <summary>Processor time that it has used; null where it cannot be known.</summary>
    TimeSpan? Cpu { get; }

    /// <summary>What it took so far; null when it does not count.</summary>
    Task<SinkCount?> CountAsync(CancellationToken cancellationToken);
}
