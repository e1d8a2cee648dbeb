module emailcampaign/bench/goloop

go 1.19
