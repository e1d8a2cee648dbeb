namespace EmailCampaign.Campaigns;

/// <summary>Why a command was not carried out.</summary>
public enum CommandRefusal
{
    None = 0,

    /// <summary>No campaign has this id.</summary>
    NotFound = 1,

    /// <summary>Another campaign has this id already.</summary>
    IdTaken = 2,

    /// <summary>The same file, template and sender were launched before (unfinished, or within seven days).</summary>
    LaunchedBefore = 3,

    /// <summary>The campaign is completed or cancelled.</summary>
    Finished = 4,

    /// <summary>The import has not finished.</summary>
    NotImported = 5,

    /// <summary>The definition is wrong (template, id, sender).</summary>
    Invalid = 6,

    /// <summary>The silo knows no provider of this name, or its settings are incomplete.</summary>
    ProviderUnavailable = 7,

    /// <summary>The campaign is not finished, or mails of it are still on the wire: it cannot be deleted.</summary>
    NotFinished = 8,

    /// <summary>The campaign is being deleted.</summary>
    Deleting = 9,
}
