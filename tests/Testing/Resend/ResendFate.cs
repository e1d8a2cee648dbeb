namespace EmailCampaign.Testing.Resend;

/// <summary>What became of a call.</summary>
public enum ResendFate
{
    /// <summary>The first under its key: its mails were taken.</summary>
    Taken = 0,

    /// <summary>It never got past the front door: nothing was taken, and its key is not known.</summary>
    Lost = 1,

    /// <summary>The same key and the same body as before: the first answer again, and nothing taken.</summary>
    Repeated = 2,

    /// <summary>The same key and the same body, while the first call was still being worked on: 409.</summary>
    Concurrent = 3,

    /// <summary>The same key with another body: 409.</summary>
    Conflicting = 4,
}
