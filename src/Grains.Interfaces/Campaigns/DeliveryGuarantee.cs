namespace EmailCampaign.Campaigns;

/// <summary>What happens to a recipient whose mail may or may not have been sent.</summary>
public enum DeliveryGuarantee
{
    /// <summary>Sent once more under the same Message-ID; in doubt a second time, it stays in doubt. The default.</summary>
    AtLeastOnce = 0,

    /// <summary>In doubt at once, and left to the operator: nobody is mailed twice.</summary>
    AtMostOnce = 1,
}
