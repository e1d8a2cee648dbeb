namespace EmailCampaign.LoadTest;

/// <summary>What the contacts and the template of a run are like.</summary>
internal enum MaterialKind
{
    /// <summary>Five columns, and a text of a few lines with four variables.</summary>
    Text = 0,

    /// <summary>Rows five times as long, and an HTML mail of 40 KB with ten variables.</summary>
    Html = 1,
}
