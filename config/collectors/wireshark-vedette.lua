-- Wireshark and tshark: names Vedette's own elements in alerts and flows, which they show as octets.
-- Goes into the folder of personal Lua plugins, or: tshark -X lua_script:wireshark-vedette.lua ...
-- The elements are made from the sensor's own tables; a test holds both together.
local elements = {
    [1] = { "vedetteAlertId", ProtoField.bytes },
    [2] = { "vedetteAlertType", ProtoField.string },
    [3] = { "vedetteAlertState", ProtoField.uint8 },
    [4] = { "vedetteAlertSeverity", ProtoField.uint8 },
    [5] = { "vedetteAlertConfidence", ProtoField.uint8 },
    [6] = { "vedetteEventCount", ProtoField.uint64 },
    [7] = { "vedetteDistinctHosts", ProtoField.uint32 },
    [8] = { "vedetteDistinctPorts", ProtoField.uint32 },
    [9] = { "vedetteScore", ProtoField.double },
    [10] = { "vedetteThreshold", ProtoField.double },
    [11] = { "vedetteMessage", ProtoField.string },
    [12] = { "vedetteTechnique", ProtoField.string },
    [13] = { "vedetteAlertRevision", ProtoField.uint16 },
    [14] = { "vedetteCommunityId", ProtoField.string },
    [15] = { "vedetteSensorName", ProtoField.string },
    [32] = { "vedetteTcpState", ProtoField.string },
    [33] = { "vedetteTcpHistory", ProtoField.string },
    [34] = { "vedetteSynAckDelayMicroseconds", ProtoField.uint32 },
    [35] = { "vedetteAckDelayMicroseconds", ProtoField.uint32 },
    [36] = { "vedetteRetransmittedCount", ProtoField.uint32 },
    [37] = { "vedetteOutOfOrderCount", ProtoField.uint32 },
    [38] = { "vedetteDuplicateAckCount", ProtoField.uint32 },
    [39] = { "vedetteZeroWindowCount", ProtoField.uint32 },
    [40] = { "vedetteMissedOctetCount", ProtoField.uint64 },
    [41] = { "vedetteFlowPart", ProtoField.uint32 },
    [42] = { "vedetteFlowCommunityId", ProtoField.string },
    [43] = { "vedetteRequestedName", ProtoField.string },
    [44] = { "vedetteJa3", ProtoField.string },
    [45] = { "vedetteJa3s", ProtoField.string },
    [46] = { "vedetteJa4", ProtoField.string },
    [16420] = { "reverseVedetteRetransmittedCount", ProtoField.uint32 },
    [16421] = { "reverseVedetteOutOfOrderCount", ProtoField.uint32 },
    [16422] = { "reverseVedetteDuplicateAckCount", ProtoField.uint32 },
    [16423] = { "reverseVedetteZeroWindowCount", ProtoField.uint32 },
    [16424] = { "reverseVedetteMissedOctetCount", ProtoField.uint64 },
}

-- Whether records of the template have any: alerts, and flows in profile full.
local function is_ours(template)
    return template == 1040 or template == 1041 or template >= 1538 and template <= 2867
end

local vedette = Proto("vedette", "Vedette")
local entry = Field.new("cflow.enterprise_private_entry")
local set = Field.new("cflow.flowset_id")
local fields = {}
for id, element in pairs(elements) do
    fields[id] = element[2]("vedette." .. element[1], element[1])
end
vedette.fields = fields

-- The id of the set an octet of the frame is in.
local function set_at(sets, offset)
    local id
    for _, one in ipairs(sets) do
        if one.offset <= offset then
            id = one.value
        end
    end
    return id
end

function vedette.dissector(buffer, packet, tree)
    local sets = { set() }
    local subtree
    for _, one in ipairs({ entry() }) do
        local id = tonumber(string.match(one.display, "Type (%d+): "))
        if id and fields[id] and is_ours(set_at(sets, one.offset)) then
            subtree = subtree or tree:add(vedette)
            subtree:add(fields[id], one.range)
        end
    end
end

register_postdissector(vedette, true)
